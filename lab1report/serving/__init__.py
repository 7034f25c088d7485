"""Serves pages to browsers: holds a port, refuses strangers, sends news as they happen."""
