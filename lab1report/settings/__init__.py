"""Reads the user's options, from the command line and `lab1.toml`, and derives the classes."""
