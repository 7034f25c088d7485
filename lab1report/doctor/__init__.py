"""Looks at the machine: can reports be made here, and what is to be done where they cannot?"""
