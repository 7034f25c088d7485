"""Reads the roster of a course: whose reports are to be made, and what is wrong with it."""
