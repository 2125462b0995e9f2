"""Handing over to a person: cases, who has them, and what becomes of them."""
