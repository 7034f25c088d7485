import pytest
from weasyprint.urls import FatalURLFetchingError

from lab1report.editions.pdf.fetcher import AssetFetcher


def test_it_serves_assets_fonts_and_data() -> None:
    fetcher = AssetFetcher({"figures/a b.png": b"picture"})
    assert fetcher.fetch("asset:figures/a%20b.png").read() == b"picture"
    assert fetcher.fetch("asset:figures/a%20b.png").content_type == "image/png"
    assert len(fetcher.fetch("font:mono-bold").read()) > 100_000
    assert fetcher.fetch("data:text/plain,abc").read() == b"abc"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "http://127.0.0.1/picture.png",
        "https://127.0.0.1/picture.png",
        "ftp://127.0.0.1/picture.png",
        "/etc/passwd",
        "asset:figures/absent.png",
        "asset:../../etc/passwd",
        "asset:secret.txt",
        "font:../../etc/passwd",
        "font:serif-black",
        "data:nonsense",
    ],
)
def test_it_refuses_everything_else(url: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        AssetFetcher({"secret.txt": b"text is no picture"}).fetch(url)
