"""Seeds by name: every source of randomness has its own, and a new one never moves the others."""

import hashlib


def derive(seed: int, *names: str | int) -> int:
    """A seed for the part called `names`, in [0, 2**32), fixed by `seed` and the names alone."""
    text = "\x1f".join(str(part) for part in (seed, *names))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
