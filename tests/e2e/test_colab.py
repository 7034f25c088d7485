"""The notebook for Colab, run by a kernel of its own as Colab runs it, with google.colab stood in.

The kernel's environment has the libraries of the tests, as Colab has its own, and the notebook
installs the wheel over them. `LAB1REPORT_COLAB_PYTHON` names the Python of an environment that is
more like Colab's; what the program needs besides is then fetched from the net.
"""

import gettext
import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from lab1report import messages
from tests.e2e.conftest import Build, most_is_stored
from tests.quick_experiments import write

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "colab" / "lab1report.ipynb"
LIKE_COLAB = os.environ.get("LAB1REPORT_COLAB_PYTHON")

STAND_IN = {
    "__init__.py": "",
    "files.py": """
import os
def download(path):
    with open(os.environ["COLAB_LOG"], "a", encoding="utf-8") as log:
        print("download", os.path.abspath(path), file=log)
""",
    "drive.py": """
import os
def mount(place):
    os.makedirs(os.path.join(place, "MyDrive"), exist_ok=True)
    with open(os.environ["COLAB_LOG"], "a", encoding="utf-8") as log:
        print("mount", place, file=log)
""",
}

TRAINING = gettext.translation(messages.DOMAIN, messages.FOLDER, ["ru"]).gettext("training")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("colab")]


@dataclass(frozen=True, kw_only=True)
class Session:
    """A folder in which Colab runs the notebook, and what it asked of Colab."""

    folder: Path
    drive: Path
    cells: dict[str, Any]
    asked: list[str]

    def printed(self, id: str) -> str:
        outputs = self.cells[id].outputs
        return "".join(output.get("text", "") for output in outputs)

    def shown(self, id: str) -> str:
        """The HTML below a cell."""
        outputs = self.cells[id].outputs
        return "".join(output.get("data", {}).get("text/html", "") for output in outputs)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with Colab's libraries and google.colab."""
    folder = tmp_path_factory.mktemp("colab")
    preloaded = str(Path(LIKE_COLAB).absolute()) if LIKE_COLAB else sys.executable
    if LIKE_COLAB:
        subprocess.run([preloaded, "-m", "venv", folder], check=True)
    else:
        venv.create(folder, symlinks=True)
    asked = "import json, site; print(json.dumps(site.getsitepackages()))"
    libraries = json.loads(subprocess.check_output([preloaded, "-c", asked], text=True))
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")
    (packages / "google" / "colab").mkdir(parents=True)
    for name, source in STAND_IN.items():
        (packages / "google" / "colab" / name).write_text(source, encoding="utf-8")
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def run(python: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """`run(folder, group_code="ИУ5-63Б", …)` runs the notebook with its form filled so."""
    kernels = tmp_path_factory.mktemp("jupyter")
    (kernels / "kernels" / "colab").mkdir(parents=True)
    started = {
        "argv": [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Colab",
        "language": "python",
    }
    (kernels / "kernels" / "colab" / "kernel.json").write_text(json.dumps(started))
    experiments = tmp_path_factory.mktemp("quick")
    write(experiments, {}, {})

    def session(folder: Path, **form: Any) -> Session:
        notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
        cells = {cell.id: cell for cell in notebook.cells}
        for name, value in {"source": str(wheel), **form}.items():
            fill_in(cells, name, value)
        drive = folder / "drive"
        install = cells["install"]
        install.source = install.source.replace('"/content/drive', f'"{drive}')
        log = folder / "asked.txt"
        environment = {
            **os.environ,
            "LAB1REPORT_RESOURCES": str(experiments),
            "COLAB_LOG": str(log),
        }
        environment.pop("PYTHONPATH", None)
        if LIKE_COLAB:
            for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
                environment.pop(name, None)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("JUPYTER_PATH", str(kernels))
            client = NotebookClient(
                notebook,
                timeout=600,
                kernel_name="colab",
                resources={"metadata": {"path": str(folder)}},
            )
            client.execute(env=environment)
        asked = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return Session(folder=folder, drive=drive, cells=cells, asked=asked)

    return session


def fill_in(cells: dict[str, Any], name: str, value: Any) -> None:
    """Write a value into the field of a form, as Colab does."""
    field = re.compile(rf"^{name} = .*?(?=  # @param )", re.MULTILINE)
    (cell,) = (one for one in cells.values() if field.search(one.source))
    cell.source = field.sub(lambda _: f"{name} = {value!r}", cell.source)


def test_all_cells_run_and_a_later_session_takes_up_what_is_on_the_drive(
    run: Any, python: Path, demo: Build, tmp_path: Path
) -> None:
    """With all that the form offers; the next test fills in what nobody may leave out, no more.

    Most is computed already, as if the session had been cut off: what is missing shows progress.
    """
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    most_is_stored(demo, first / "lab1report-cache")
    who = {"group_code": "ИУ5-63Б", "variant": 7, "year": 2024, "student": "И.И. Иванов"}
    form = {**who, "keep_on_drive": True, "own_words": True}
    before = libraries_of(python)
    done = run(first, **form)
    assert libraries_of(python) == before
    assert done.printed("install").split()[0] == "18"  # by the rules of 2024
    assert done.printed("install").count("\n") == 3
    assert f"<div>{TRAINING}: " in done.shown("build")
    assert "Базовая сеть" in done.shown("build")
    assert done.shown("pages").count("<img") >= 10
    mounted, asked = done.asked
    assert mounted == f"mount {done.drive}"
    verb, _, path = asked.partition(" ")
    assert verb == "download"
    assert Path(path).read_bytes().startswith(b"%PDF-")
    with zipfile.ZipFile(first / "lab1-report.zip") as archive:
        suffixes = {Path(name).suffix for name in archive.namelist()}
    assert suffixes >= {".pdf", ".html", ".ipynb", ".json"}
    on_drive = done.drive / "MyDrive" / "lab1report"
    assert [*on_drive.glob("lab1-report/*.pdf")]
    assert (on_drive / "words" / "cifar.md").exists()
    assert not (on_drive / "lab1.toml").exists(), "who it is for, says the form"

    done.drive.rename(second / "drive")
    again = run(second, **form, what="вопросы к защите")
    assert f"<div>{TRAINING}: " not in again.shown("build")
    assert Path(again.asked[-1].partition(" ")[2]).name.endswith("-defence.pdf")


def test_mistake_in_the_form_is_a_sentence(run: Any, tmp_path: Path) -> None:
    with pytest.raises(CellExecutionError) as caught:
        run(tmp_path, group_code="ИУ6-63Б", variant=7)
    assert "ИУ6-63Б" in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert not (tmp_path / "lab1-report").exists()


def test_empty_form_is_a_sentence_before_anything_is_installed(run: Any, tmp_path: Path) -> None:
    with pytest.raises(CellExecutionError) as caught:
        run(tmp_path, group_code="ИУ5-63Б", source="nothing of that name")
    assert "Заполните в форме группу" in str(caught.value)
    assert "Traceback" not in str(caught.value)


def libraries_of(python: Path) -> dict[str, str]:
    """The versions of the libraries that a session must not replace."""
    code = (
        "import json, importlib.metadata as m;"
        "print(json.dumps({n: m.version(n) for n in ('torch', 'numpy', 'matplotlib')}))"
    )
    found: dict[str, str] = json.loads(subprocess.check_output([python, "-c", code], text=True))
    return found
