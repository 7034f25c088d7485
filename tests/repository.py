"""What tests of the repository ask of its files."""

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]


def load_script(name: str) -> ModuleType:
    """`scripts/NAME.py` as a module, loaded anew each time."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def public_address() -> str:
    """Where the repository is for everybody."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(declared["project"]["urls"]["Source"])


def declared_packages() -> list[str]:
    """The Debian packages of the libraries that set the PDF."""
    return list(load_script("setup").LIBRARIES.values())


def optional_package() -> str:
    """The Debian package that not every release has, so that it is installed by itself."""
    return str(load_script("setup").SUBSET_PACKAGE)
