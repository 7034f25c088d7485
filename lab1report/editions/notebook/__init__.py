"""The notebook edition: the code of every stage, with its outputs."""
