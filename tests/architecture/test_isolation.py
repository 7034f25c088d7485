"""The guards of tests/conftest.py hold."""

import os
import subprocess
import sys
import urllib.request

import httpx
import pytest


def test_no_test_reaches_the_network() -> None:
    for reach in (urllib.request.urlopen, httpx.get):
        with pytest.raises(Exception, match="a test wanted to reach"):
            reach("http://example.org")


def test_no_child_process_reaches_the_network() -> None:
    code = "import httpx; httpx.get('http://example.org')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "httpx.ConnectError" in done.stderr


def test_unmarked_tests_do_not_see_the_data() -> None:
    assert "LAB1REPORT_DATA" not in os.environ


def test_the_cache_is_not_the_users(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert os.environ["LAB1REPORT_CACHE"].startswith(str(tmp_path_factory.getbasetemp()))
