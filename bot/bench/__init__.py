"""``make bench``: Én Indgang beside a stock Rasa trained on a part of the same data."""
