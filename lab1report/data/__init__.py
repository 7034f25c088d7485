"""CIFAR-100 from a folder, an archive or the net, and the demo set that stands in for it."""

from lab1report.data.dataset import Dataset
from lab1report.data.fetching import fetch
from lab1report.data.locate import find_data
from lab1report.data.opening import open_dataset
from lab1report.data.real import verify

__all__ = ["Dataset", "fetch", "find_data", "open_dataset", "verify"]
