"""``make bench``: Én Indgang beside a stock Rasa trained on the same data."""
