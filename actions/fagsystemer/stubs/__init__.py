"""The fictitious back offices: one HTTP service with a database, and nothing of it is real."""
