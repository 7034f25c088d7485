"""The figures of speed beside their goals, in one run: what `make bench` does.

    LAB1REPORT_DATA=cifar-100-python python benchmarks/run.py [engine] [program] [rendering] ...

Prints one table and writes it to benchmarks/results.json. Accuracy, which takes minutes more, is
measured only if it is named. The machine should have nothing else to do: two threads that wait for
a busy core make every small product many times slower.
"""

import accuracy
import engine
import growth
import program
import rendering
from common import main, options

PARTS = {
    "engine": engine.measure,
    "program": program.measure,
    "rendering": rendering.measure,
    "growth": growth.measure,
    "accuracy": accuracy.measure,
}
DEFAULT = ("engine", "program", "rendering", "growth")


if __name__ == "__main__":
    parser = options(__doc__)
    engine.add_options(parser)
    accuracy.add_options(parser)
    parser.add_argument("parts", nargs="*", help="what to measure; all but accuracy by default")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - PARTS.keys():
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    wanted = arguments.parts or DEFAULT
    main("lab1report beside its goals", [PARTS[name] for name in wanted], arguments)
