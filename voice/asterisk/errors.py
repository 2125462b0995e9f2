"""What can go wrong between nothing and a ringing telephone."""


class ExchangeError(RuntimeError):
    """The exchange cannot be set up or run; the text says why and what to do."""
