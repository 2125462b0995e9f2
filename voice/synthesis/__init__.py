"""Speaking: a text becomes sound for the telephone."""
