"""Compares the percentages in the student's own text with the measured ones.

Sentences are taken apart (`claims`), what they name is found (`mentions`, `networks`) and taken to
mean some of the measured shares (`interpretation`, `measures`); `doubts` says what none bears out.
"""
