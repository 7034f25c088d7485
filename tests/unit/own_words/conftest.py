"""What the tests of own words share."""

from collections.abc import Iterator

import pytest

from lab1report import messages


@pytest.fixture
def russian() -> Iterator[None]:
    messages.use("ru")
    yield
    messages.use("en")
