"""`python -m lab1report`."""

from lab1report.cli.entry import main

if __name__ == "__main__":  # worker processes import this module too
    main()
