"""Hearing in a process of its own: what decodes never shares an interpreter with what keeps time."""
