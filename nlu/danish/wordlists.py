"""Word lists in the source, readable as running text."""


def words(listed: str) -> frozenset[str]:
    """The words of a text, divided at white space."""
    return frozenset(listed.split())
