"""Hearing: what the caller said, in two passes."""
