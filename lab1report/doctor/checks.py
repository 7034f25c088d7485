"""All checks, in the order in which a build would meet what they look at."""

import locale
import platform
import sys
from collections.abc import Callable, Iterator

from lab1report.doctor.check import Check
from lab1report.doctor.places import check_places
from lab1report.editions.pdf import native
from lab1report.figures.fonts import FOLDER as FONTS
from lab1report.figures.fonts import mono, serif
from lab1report.quoting import cut
from lab1report.store.environment import describe, packages

_LETTERS = chr(0x418) + chr(0x2014)  # one of Russian, and the dash that stands in its sentences


def check_machine(*, network: bool) -> Iterator[Check]:
    """Each check as it is done; those of servers take seconds where these do not answer."""
    yield _done("lab1report", _program)
    yield _done("PyTorch", _torch)
    yield _done("Pango", _pdf)
    yield _done("fonts", _fonts)
    try:
        yield from check_places(network=network)
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
    found = cut(f"can not be used: {type(error).__name__}: {' '.join(str(error).split())}")
    return Check(name=name, state="missing", found=found, remedy="install the program again")


def _program() -> Check:
    """The program with its Python; and whether the packages that it needs are there."""
    found = (
        f"{describe()['lab1report']}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.release()} {platform.machine()}"
    )
    wanted = {"jinja2", "matplotlib", "numpy", "pikepdf", "scikit-learn", "typst", "weasyprint"}
    if lacking := wanted - {name.lower() for name in packages()}:
        return Check(
            name="lab1report",
            state="missing",
            found=f"{found}, without {', '.join(sorted(lacking))}",
            remedy="install the program again",
        )
    return Check(name="lab1report", state="ok", found=found)


def _torch() -> Check:
    try:
        from lab1report.tasks.environment_used import environment
        from lab1report.tasks.gpu import gpu_name
    except (ImportError, OSError) as error:  # a DLL that does not load is an OSError
        return Check(
            name="PyTorch",
            state="missing",
            found=f"can not be imported: {' '.join(str(error).split())}",
            remedy="install torch again, as https://pytorch.org says for this system",
        )
    own = environment()
    found = (
        f"{own['torch']}, {own['vector']} instructions, {own['torch_products']}, "
        f"{own['cores']} cores, {gpu_name() or 'no GPU'}"
    )
    return Check(name="PyTorch", state="ok", found=found)


def _pdf() -> Check:
    if fault := native.fault():
        found, remedy = fault
        found += ": no PDF, only the web page and the notebook"
        return Check(name="Pango", state="missing", found=found, remedy=remedy)
    found = native.pango_version()
    if not native.has_subset():
        found += f" without {native.SUBSET}: fonts are made small in a slower way"
        return Check(name="Pango", state="note", found=found, remedy=native.remedy())
    return Check(name="Pango", state="ok", found=f"{found} with {native.SUBSET}")


def _fonts() -> Check:
    files = [*serif().files.values(), *mono().files.values()]
    if lacking := [file.name for file in files if not file.is_file()]:
        return Check(
            name="fonts",
            state="missing",
            found=f"no {', '.join(lacking)} in {FONTS.name}",
            remedy="install the program and matplotlib again",
        )
    return Check(name="fonts", state="ok", found=f"{serif().name}, {mono().name}")


def _terminal() -> Check:
    # It is None where the program was started with its output closed
    encoding = getattr(sys.stdout, "encoding", None) or locale.getpreferredencoding(
        do_setlocale=False
    )
    try:
        _LETTERS.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return Check(
            name="terminal",
            state="note",
            found=f"{encoding}, which lacks letters or the dash: \\u2014 is printed",
            remedy="set PYTHONUTF8=1",
        )
    return Check(name="terminal", state="ok", found=encoding)


def _browser() -> Check:
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return Check(name="browser", state="note", found="none: open a page by hand")
    return Check(name="browser", state="ok", found=getattr(browser, "name", "the system's"))
