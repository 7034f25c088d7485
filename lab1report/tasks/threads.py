"""Limits the libraries to one thread, in which every number of a result is computed.

Sums are split among threads, and how they are split decides how they are rounded: the same numbers
must come out whatever the machine's number of cores, and whatever `OMP_NUM_THREADS` says.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from threadpoolctl import threadpool_limits


@contextmanager
def one_thread() -> Iterator[None]:
    """Within the block PyTorch, NumPy and what they call compute in one thread; also a decorator.

    What a task measures belongs into the block as much as what it trains: reading and normalising
    the images, the run, and the sums over what came of it. As a decorator it must not be put on a
    generator function, whose body runs after the call.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # its product libraries too, which are linked into it
    try:
        with threadpool_limits(limits=1):  # NumPy's product library, a pool of its own
            yield
    finally:
        torch.set_num_threads(threads)
