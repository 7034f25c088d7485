"""Whether a command has begun to compute: what was computed is kept when it is interrupted."""

_begun = False


def work_begins() -> None:
    """From now on there may be something that is kept."""
    global _begun
    _begun = True


def anything() -> bool:
    """Whether there may be something that is kept."""
    return _begun
