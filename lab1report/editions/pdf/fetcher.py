"""Controls which files WeasyPrint may read.

Its default fetcher reads any `file:` URL that a page names, and so puts any file into the PDF.
"""

from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from lab1report.figures.fonts import font_file

_MIME = {".png": "image/png", ".svg": "image/svg+xml"}


class AssetFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Serves `asset:` (files in memory), `font:` (the report's fonts) and `data:`, nothing else.

    Anything else ends the rendering with `FatalURLFetchingError`; ordinary exceptions would only
    be logged and leave a hole in the page. WeasyPrint swallows even these within SVG pictures, so
    `refused` records them.
    """

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self._assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The bytes behind `url`.

        Raises:
            FatalURLFetchingError: `url` is not one of the three kinds, or nothing is there.
        """
        scheme, _, name = url.partition(":")
        try:
            match scheme:
                case "data":
                    return super().fetch(url, headers)
                case "asset":
                    name = unquote(name)
                    body, mime = self._assets[name], _MIME[PurePosixPath(name).suffix]
                case "font":
                    body, mime = font_file(name).read_bytes(), "font/ttf"
                case _:
                    raise ValueError("only asset:, font: and data: are served")
        except Exception as error:
            self.refused.append(f"{url[:80]} ({error!r})")
            raise FatalURLFetchingError(self.refused[-1]) from error
        return URLFetcherResponse(url, body, {"Content-Type": mime})
