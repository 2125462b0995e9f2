"""From Danish as it is written to Danish as it is said.

One subject a file, each a pure function from text to text; ``spoken.py`` puts them in order. What one has
turned into words, the next leaves alone.
"""
