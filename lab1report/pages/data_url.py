"""Embeds files in other files, as `data:` URLs (RFC 2397)."""

from base64 import b64encode


def data_url(kind: str, content: bytes) -> str:
    """The URL that is `content` itself, of the media type `kind` ("image/png")."""
    return f"data:{kind};base64,{b64encode(content).decode()}"
