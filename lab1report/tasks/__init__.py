"""Runs the tasks of the assignment: a specification in, a `RunResult` out.

A module prepares the parameters of a notebook, runs it, and takes the numbers from its namespace;
`series` trains in the `engine` instead. Nothing is drawn or phrased here.
"""
