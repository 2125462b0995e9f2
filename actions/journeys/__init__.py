"""The journeys: one module a subject, one plain function an enquiry, each a Rasa custom action."""
