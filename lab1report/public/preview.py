"""The report as a page that follows its words (docs/reference/api.md)."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lab1report.public.logging import told
from lab1report.public.settings import load_settings

if TYPE_CHECKING:
    from typing import Unpack

    from lab1report.preview.preview import Preview
    from lab1report.progress import Progress
    from lab1report.settings.option_values import OptionValues


def open_preview(
    folder: str | Path | None = None,
    *,
    port: int | None = None,
    progress: "Progress | None" = None,
    **options: "Unpack[OptionValues]",
) -> "Preview":
    """Compute what is not stored yet, and serve the web page of the report on 127.0.0.1.

    Whoever goes through `updates()` of what this gives has the page made anew whenever a file of
    `words/` or `lab1.toml` is saved, and browsers that show it reload. No file is written.

    Args:
        folder, options: as in `load_settings`, which is asked again after each change.
        port: by default the first free one from 8100 on.
        progress: told how the first work goes, as in `build`.

    Returns:
        a context manager, at whose end nothing is served any more.

    Raises:
        UserError: the port cannot be had; or as in `build`, but for mistakes in the words, which
            the page shows.
        DataError, KeyboardInterrupt: as in `build`.
    """
    from lab1report.preview.preview import Preview

    load = partial(load_settings, folder, **options)
    return Preview(load, Path(folder or ""), port=port, progress=told(progress))
