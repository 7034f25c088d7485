"""Build and try the images of both Containerfiles on a bare Debian, without a registry of images.

    sudo python3 scripts/try_containers.py [image] [dev] [--data FOLDER] [--build-arg NAME=VALUE]

debootstrap makes the root that stands for Debian's image, podman carries out the Containerfiles on
it. `image` makes a report on the demo set, and one on the images in FOLDER, and verifies them;
`dev` runs what devcontainer.json runs, then `make quick`. What this machine needs besides for its
containers, as limits or a configuration of pip, is read from the file that CONTAINERS_CONF names.
Everything lies in one temporary folder, mounted in a namespace of its own, and is removed.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

ROOT: Final = Path(__file__).resolve().parent.parent
DEV: Final = ROOT / ".devcontainer"
TOOLS: Final = ("debootstrap", "git", "podman", "unshare")
RELEASE: Final = "trixie"
BARE, IMAGE, DEV_IMAGE = "localhost/bare", "localhost/lab1report", "localhost/lab1report-dev"
STUDENT: Final = 4321
"""A number that the image does not know, as that of a student's account may be."""
DEVELOPER: Final = 1000
WHO: Final = ("--group", "3", "--variant", "7", "--stream", "IU5")


def main() -> None:
    options = parser().parse_args()
    if options.inside:
        trial = Trial(options.inside, tuple(options.build_arg))
        trial.make_bare()
        if "image" in options.what:
            trial.try_image(options.data)
        if "dev" in options.what:
            trial.try_dev()
        return
    if os.geteuid() != 0:
        stop("needs root, which debootstrap does")
    if lacking := [tool for tool in TOOLS if shutil.which(tool) is None]:
        stop(f"install {', '.join(lacking)}")
    with tempfile.TemporaryDirectory(prefix="containers-") as folder:
        # In namespaces that end with the command: no mount is left below the folder when it is
        # removed, and no container
        own = ["unshare", "--mount", "--pid", "--mount-proc", "--fork", "--kill-child"]
        again = [sys.executable, __file__, *sys.argv[1:], "--inside", folder]
        status = subprocess.run([*own, *again], check=False).returncode
    sys.exit(status)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    made.add_argument("what", nargs="*", choices=("image", "dev"), default=["image", "dev"])
    made.add_argument("--data", type=Path, help="folder of CIFAR-100, for a report on real images")
    made.add_argument("--build-arg", action="append", default=[], help="goes to podman build")
    made.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    return made


@dataclass(frozen=True)
class Trial:
    """The steps, all within one folder."""

    folder: Path
    build_arguments: tuple[str, ...]

    def make_bare(self) -> None:
        """Debian's smallest root as an image, without what the official one lacks too."""
        root = self.folder / "root"
        step("debootstrap", ["debootstrap", "--variant=minbase", RELEASE, str(root)])
        step("clean", ["chroot", str(root), "apt-get", "clean"])
        for file in (root / "var/lib/apt/lists").glob("*_*"):
            file.unlink()
        archive = self.folder / "root.tar"
        step("pack", ["tar", "--directory", str(root), "--create", "--file", str(archive), "."])
        self.podman("import", "import", str(archive), BARE)
        self.tell_size(BARE)

    def try_image(self, data: Path | None) -> None:
        """Build the image; make reports in it as little may as can be, and verify them."""
        self.build(ROOT / "Containerfile", IMAGE)
        self.program("doctor", "--offline")
        self.report("lab1-demo.pdf", "--data", "demo")
        if data is not None:
            self.report("lab1.pdf", mounts=(f"{data.resolve()}:/images:ro",), images="/images")

    def report(
        self, name: str, *options: str, mounts: tuple[str, ...] = (), images: str = ""
    ) -> None:
        """Make a report into a folder of another user's and verify it."""
        student = self.folder / name.removesuffix(".pdf")
        student.mkdir()
        os.chown(student, STUDENT, STUDENT)
        place = [f"--volume={mount}" for mount in (f"{student}:/work", *mounts)]
        if images:
            place.append(f"--env=LAB1REPORT_DATA={images}")
        self.program("build", *WHO, *options, place=place)
        report = student / "lab1-report" / name
        if not report.is_file() or report.stat().st_uid != STUDENT:
            stop(f"{report} is not there, or is another user's")
        self.program("verify", f"lab1-report/{name}", "--runs", "4", place=place)

    def try_dev(self) -> None:
        """Build the image to develop in, and run in a copy of the checkout what is run there."""
        settings = json.loads((DEV / "devcontainer.json").read_text(encoding="utf-8"))
        self.build(DEV / settings["build"]["dockerfile"], DEV_IMAGE)
        checkout = self.folder / "checkout"
        copy_checkout(checkout)
        place = "/workspaces/lab1report"
        where = ["--network=host", f"--volume={checkout}:{place}", f"--workdir={place}"]
        created = settings["postCreateCommand"]
        # The second as after "rebuild container": .venv is there, what else was installed is not
        for command in (created, f"{created} && make quick"):
            self.podman(command, "run", "--rm", *where, DEV_IMAGE, "sh", "-c", command)

    def build(self, containerfile: Path, image: str) -> None:
        arguments = [f"--build-arg={one}" for one in (f"BASE={BARE}", *self.build_arguments)]
        # In a chroot alone: that works where no container can be started with a network
        how = ["--isolation=chroot", "--network=host", f"--file={containerfile}", f"--tag={image}"]
        context = str(ROOT if containerfile.parent == ROOT else containerfile.parent)
        self.podman(f"build {image}", "build", *how, *arguments, context)
        self.tell_size(image)

    def program(self, *arguments: str, place: list[str] | None = None) -> None:
        """Run the program without a network, rights, or a place to write but those it needs."""
        rights = ["--network=none", "--read-only", "--cap-drop=all", f"--user={STUDENT}:{STUDENT}"]
        run = ["run", "--rm", *rights, *(place or []), IMAGE, *arguments]
        self.podman(f"lab1report {' '.join(arguments)}", *run)

    def tell_size(self, image: str) -> None:
        inspect = self.command("image", "inspect", "--format", "{{.Size}}", image)
        size = subprocess.run(inspect, check=True, capture_output=True, text=True).stdout
        say(f"{image} has {int(size) / 1e6:.0f} MB")

    def podman(self, name: str, *arguments: str) -> None:
        step(name, self.command(*arguments))

    def command(self, *arguments: str) -> list[str]:
        """podman, which keeps everything in the folder."""
        kept = {"root": "storage", "runroot": "run", "tmpdir": "tmp"}
        places = [f"--{option}={self.folder / name}" for option, name in kept.items()]
        return ["podman", "--log-level=error", *places, *arguments]


def copy_checkout(to: Path) -> None:
    """The files that git would keep, as the developer's own."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, to / name)
    for path in (to, *to.rglob("*")):
        os.chown(path, DEVELOPER, DEVELOPER)


def step(name: str, command: list[str]) -> None:
    """Run a command, say how long it took, or stop."""
    say(f"== {name}")
    start = time.monotonic()
    status = subprocess.run(command, check=False).returncode
    say(f"== {name}: {'done' if status == 0 else 'failed'} in {time.monotonic() - start:.0f} s")
    if status != 0:
        stop(f"this command failed: {shlex.join(command)}")


def say(message: str) -> None:
    print(message, flush=True)


def stop(message: str) -> NoReturn:
    sys.exit(f"try_containers: {message}")


if __name__ == "__main__":
    main()
