"""Decides which figures a report has, and draws them with matplotlib."""
