"""`python -m lab1report`."""

from lab1report.cli import main

main()
