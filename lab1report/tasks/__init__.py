"""The three tasks of the assignment: a specification in, a `RunResult` out.

Each module prepares the parameters of its notebook, runs it, and takes the numbers out of the
namespace. Nothing is drawn and nothing is worded here.
"""
