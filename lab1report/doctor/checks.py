"""All checks, in the order in which a build would meet what they look at."""

import locale
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from lab1report import resources
from lab1report.doctor.check import Check
from lab1report.doctor.importing import BrokenError, Importing
from lab1report.doctor.places import Servers, check_places
from lab1report.doctor.privacy import without_home
from lab1report.editions.pdf import native
from lab1report.errors import UserError
from lab1report.figures.fonts import FOLDER as FONTS
from lab1report.figures.fonts import mono, serif
from lab1report.messages import _, ngettext
from lab1report.quoting import cut
from lab1report.store.environment import describe

PACKAGES: Final = (
    *("PIL.Image", "bs4", "cattrs", "cycler", "filelock", "httpx", "jinja2.sandbox"),
    *("markdown_it", "markdownify", "markupsafe", "matplotlib.ft2font"),
    *("mdit_py_plugins.dollarmath", "numpy", "pikepdf", "platformdirs"),
    *("pyarrow.parquet", "pygments.lexers.python", "pypdfium2"),
    *("rich.progress", "safetensors.numpy", "scipy.special", "sklearn.metrics"),
    *("starlette.routing", "threadpoolctl", "typer", "typst", "uvicorn", "yaml"),
)
"""What the program imports, a module or more of each package, those with libraries of their own;
PyTorch and WeasyPrint apart."""
EXPERIMENTS: Final = (
    *("classes.toml", "code_outcomes.toml", "code_questions.toml"),
    *("roster.toml", "series.toml", "tasks.toml", "variants.toml"),
)

_WEASYPRINT = "weasyprint.text.ffi"
_FIND_PANGO = "lab1report.editions.pdf"  # before WeasyPrint is imported
_TORCH = "lab1report.doctor.torch_facts:torch_facts"

_LETTER = chr(0x418)  # of Russian


def check_machine(*, network: bool) -> Iterator[Check]:
    """Each check as it is done; those of servers take seconds where these do not answer."""
    servers = Servers() if network else None
    with (
        Importing(["torch", _TORCH]) as torch,
        Importing([*PACKAGES, _FIND_PANGO, _WEASYPRINT]) as packages,
    ):
        yield _done("lab1report", _program)
        yield _done("resources", _resources)
        yield _done("PyTorch", lambda: _torch(torch.outcome()))
        yield _done("packages", lambda: _packages(packages.outcome()))
    yield _done("Pango", _pdf)
    yield _done("fonts", _fonts)
    try:
        yield from check_places(servers)
    except OSError as error:
        yield _failed("folders", error)
    yield _done("terminal", _terminal)
    yield _done("browser", _browser)


def _done(name: str, check: Callable[[], Check]) -> Check:
    """What the check finds; where a package is broken, what it raises is what was found."""
    try:
        return check()
    except Exception as error:
        return _failed(name, error)


def _failed(name: str, error: Exception) -> Check:
    fault = f"{type(error).__name__}: {without_home(' '.join(str(error).split()))}"
    found = cut(_("cannot be used: {fault}").format(fault=fault))
    return Check(name=name, state="missing", found=found, remedy=_install_again())


def _install_again() -> str:
    return _("install the program again")


def _program() -> Check:
    found = (
        f"{describe()['lab1report']}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.release()} {platform.machine()}"
    )
    return Check(name="lab1report", state="ok", found=found)


def _resources() -> Check:
    """The folders of templates and experiments, which a course may have put in another place."""
    try:
        folder = resources.folder("experiments")
        for name in EXPERIMENTS:
            resources.read_toml(folder / name)
        resources.folder("templates")
    except UserError as error:
        found, _sign, remedy = without_home(str(error)).partition("; ")
        remedy = remedy or _("mend the file, or unset {variable}").format(
            variable=resources.VARIABLE
        )
        return Check(name="resources", state="missing", found=found, remedy=remedy)
    if not resources.is_named():
        return Check(name="resources", state="ok", found=_("the program's own"))
    own = _("{folder}, which {variable} names").format(
        folder=without_home(str(folder.parent)), variable=resources.VARIABLE
    )
    return Check(name="resources", state="ok", found=own)


def _torch(outcome: Mapping[str, object]) -> Check:
    for found in outcome.values():
        if isinstance(found, BrokenError):
            return Check(
                name="PyTorch",
                state="missing",
                found=_("cannot be imported: {fault}").format(fault=without_home(str(found))),
                remedy=_("install torch again, as https://pytorch.org says for this system"),
            )
    return Check(name="PyTorch", state="ok", found=str(outcome[_TORCH]))


def _packages(outcome: Mapping[str, object]) -> Check:
    """Whether the packages can be imported; one that is installed may be broken."""
    broken = {
        name.partition(".")[0]: one for name, one in outcome.items() if isinstance(one, BrokenError)
    }
    if native.fault():
        broken.pop("weasyprint", None)  # which cannot be imported without Pango
    if not broken:
        count = len(outcome) - 1
        found = ngettext(
            "{count} that the program needs can be imported",
            "{count} that the program needs can be imported",
            count,
        ).format(count=count)
        return Check(name="packages", state="ok", found=found)
    first = without_home(str(next(iter(broken.values()))))
    found = _("cannot be imported: {fault}").format(fault=f"{', '.join(broken)} ({first})")
    return Check(name="packages", state="missing", found=found, remedy=_install_again())


def _pdf() -> Check:
    if fault := native.fault():
        why, remedy = fault
        found = _("{fault}: no PDF, only the web page and the notebook").format(fault=why)
        return Check(name="Pango", state="missing", found=found, remedy=remedy)
    version = native.pango_version()
    if not native.has_subset():
        found = _("{version} without {library}: fonts are made small in a slower way")
        found = found.format(version=version, library=native.SUBSET)
        return Check(name="Pango", state="note", found=found, remedy=native.remedy_of_subset())
    found = _("{version} with {library}").format(version=version, library=native.SUBSET)
    return Check(name="Pango", state="ok", found=found)


def _fonts() -> Check:
    files = [*serif().files.values(), *mono().files.values()]
    if lacking := [file.name for file in files if not file.is_file()]:
        return Check(
            name="fonts",
            state="missing",
            found=_("no {files} in {folder}").format(files=", ".join(lacking), folder=FONTS.name),
            remedy=_("install the program and matplotlib again"),
        )
    return Check(name="fonts", state="ok", found=f"{serif().name}, {mono().name}")


def _terminal() -> Check:
    # It is None where the program was started with its output closed
    encoding = getattr(sys.stdout, "encoding", None) or locale.getpreferredencoding(
        do_setlocale=False
    )
    try:
        _LETTER.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return Check(
            name="terminal",
            state="note",
            found=_("{encoding}, which lacks Russian letters: {escape} is printed").format(
                encoding=encoding, escape="\\u0418"
            ),
            remedy=_("set {setting}").format(setting="PYTHONUTF8=1"),
        )
    return Check(name="terminal", state="ok", found=encoding)


def _browser() -> Check:
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return Check(name="browser", state="note", found=_("none: open a page by hand"))
    found = getattr(browser, "name", None) or _("the system's")
    return Check(name="browser", state="ok", found=found)
