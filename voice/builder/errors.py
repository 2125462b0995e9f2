"""Why a build cannot go on; the text says what to do."""


class CannotBuild(Exception):
    """Something that the build needs is not there or is not what it should be."""
