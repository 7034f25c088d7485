"""What is known of the processor, and which of it is in the keys of results."""

from pathlib import Path

import pytest

from lab1report.store import processor as module
from lab1report.store.processor import Processor, inputs, processor

AMD = """\
processor\t: 0
vendor_id\t: AuthenticAMD
cpu family\t: 26
model\t\t: 2
model name\t: AMD EPYC 9555 64-Core Processor
flags\t\t: fpu avx2 fma avx512f avx512bw avx512dq avx512vl

processor\t: 1
vendor_id\t: GenuineIntel
"""
ARM = """\
processor\t: 0
Features\t: fp asimd sve
CPU implementer\t: 0x41
CPU part\t: 0xd40
"""


def described(folder: Path, text: str) -> Processor:
    path = folder / "cpuinfo"
    path.write_text(text)
    processor.cache_clear()
    return processor(path)


def test_the_first_core_is_described(tmp_path: Path) -> None:
    assert described(tmp_path, AMD) == Processor(
        name="AMD EPYC 9555 64-Core Processor",
        vendor="AuthenticAMD",
        model="26/2/",
        vector="AVX512",
    )
    assert not described(tmp_path, AMD).is_intels
    assert described(tmp_path, AMD.replace("AuthenticAMD", "GenuineIntel")).is_intels
    assert described(tmp_path, AMD.replace(" avx512vl", "")).vector == "AVX2"
    assert described(tmp_path, AMD.replace(" fma", "").replace(" avx512f", "")).vector == ""


def test_an_arm_core(tmp_path: Path) -> None:
    found = described(tmp_path, ARM)
    assert (found.vendor, found.model, found.vector) == ("0x41", "//0xd40", "SVE")
    assert found.name


def test_a_system_that_does_not_tell(tmp_path: Path) -> None:
    processor.cache_clear()
    found = processor(tmp_path / "absent")
    assert (found.vendor, found.vector) == ("", "")
    assert found.name


def test_another_kind_of_machine_has_other_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in module._VARIABLES:  # the machine of the tests may have some
        monkeypatch.delenv(variable, raising=False)
    own = Processor(name="A", vendor="a", model="1", vector="AVX2")
    monkeypatch.setattr(module, "processor", lambda: own)
    usual = dict(inputs())
    for other in (
        Processor(name="A", vendor="b", model="1", vector="AVX2"),
        Processor(name="A", vendor="a", model="2", vector="AVX2"),
        Processor(name="A", vendor="a", model="1", vector="AVX512"),
    ):
        monkeypatch.setattr(module, "processor", lambda other=other: other)
        assert inputs() != usual
    renamed = Processor(name="B", vendor="a", model="1", vector="AVX2")
    monkeypatch.setattr(module, "processor", lambda: renamed)
    assert inputs() == usual, "the name is for people"
    monkeypatch.setenv("ATEN_CPU_CAPABILITY", "default")
    assert inputs()["variables"] == "ATEN_CPU_CAPABILITY=default"
