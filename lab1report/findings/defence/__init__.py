"""Chooses the questions that a student should be ready for at the defence."""
