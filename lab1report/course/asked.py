"""What the build of a course is asked for, checked before a roster is read or anything is made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lab1report.data.dataset_spec import FETCH
from lab1report.data.glance import glance
from lab1report.data.locate import find_data
from lab1report.errors import DataError, UserError, UserErrors
from lab1report.messages import _
from lab1report.model import CPU, DeviceChoice
from lab1report.quoting import quoted
from lab1report.settings import options as settings
from lab1report.settings.device import resolve
from lab1report.settings.option_table import BUILD
from lab1report.settings.option_values import SOURCES

_SHARD: Final = re.compile(r"([0-9]{1,6})/([1-9][0-9]{0,5})")


@dataclass(frozen=True)
class Shard:
    """One of `count` parts of a course, counted from 1: each machine of an array builds one."""

    number: int
    count: int


def check(options: Mapping[str, Any], *, scheduler: str | None, shard: str | None) -> None:
    """See `lab1report.check_course_options`: what is seen at once first, then what takes a look."""
    values: dict[str, Any] = {}
    errors = UserErrors()
    with errors.collected():
        values = settings.check(settings.placed(options))
    with errors.collected():
        shard_of(shard, scheduler=scheduler)
    errors.raise_any()
    device = values.get("device", BUILD["device"].default)
    resolve(device)
    _require_images(values.get("data", BUILD["data"].default))
    require_scheduler(scheduler, device)


def _require_images(choice: str) -> None:
    """Find out whether images are where somebody says they are, without reading them.

    Raises:
        DataError: they are not, or not whole.
    """
    place = find_data(choice, cache=None)
    if place is None or choice in SOURCES:
        return
    try:
        glance(place)
    except DataError as error:
        said = _("--data: {problem}; get the whole set with {command}")
        raise DataError(said.format(problem=error, command=FETCH)) from error


def shard_of(given: str | None, *, scheduler: str | None) -> Shard | None:
    """The shard that a user wrote as "3/20".

    Raises:
        UserError: there is no such one, or a scheduler is to share out the work as well.
    """
    if given is None:
        return None
    found = _SHARD.fullmatch(given.strip())
    if found is None:
        said = _("--shard {given}: must be such as 3/20, the third of twenty parts")
        raise UserError(said.format(given=quoted(given)))
    number, count = int(found[1]), int(found[2])
    if not 1 <= number <= count:
        said = _("--shard {given}: parts are counted from 1, so that the last one is {last}")
        raise UserError(said.format(given=quoted(given), last=f"{count}/{count}"))
    if scheduler is not None:
        raise UserError(
            _(
                "--shard and --scheduler: choose one of them; parts are for machines that share a "
                "folder and know nothing of each other, a scheduler shares out all of the work"
            )
        )
    return Shard(number, count)


def require_scheduler(address: str | None, device: DeviceChoice) -> None:
    """Find out before any work whether there is one, if one is named.

    Raises:
        UserError: there is none, or its workers cannot do what is asked.
    """
    if address is None:
        return
    if resolve(device) != CPU:
        raise UserError(
            _("--scheduler: workers train on their processors; give --device cpu as well")
        )
    from lab1report.runs.cluster.client import require  # which takes Dask

    require(address)
