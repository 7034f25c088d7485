"""Tests that share a dear fixture run in one process, or it would be made in each."""

import pytest


def test_pytest_xdist_knows_the_groups(request: pytest.FixtureRequest) -> None:
    """It passes them on in the ids of the tests, which pytest 9.2 computes anew."""
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("in one process there are no groups")
    assert "@" in request.node.nodeid
