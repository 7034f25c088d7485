"""Stores results under a hash of everything that decides them, the code included."""
