"""Pickles in the place of CIFAR-100's files that run something, or take time or memory.

Run as a program, reads each of them and prints by name what was said; with a limit of memory.
"""

import json
import pickle
import resource
import struct
import time
from io import BytesIO
from pathlib import Path
from typing import Final

LIMIT: Final = 512 * 2**20  # bytes of memory
P2: Final = b"\x80\x02"


def text(value: str) -> bytes:
    raw = value.encode()
    return b"X" + struct.pack("<I", len(raw)) + raw


def with_data(data: bytes) -> bytes:
    """A dictionary with `data` under its name."""
    return P2 + b"}" + text("data") + data + b"s."


def array(shape: bytes, dtype: bytes = b"", raw: bytes = b"U\x01x") -> bytes:
    made = b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\x00\x85U\x01btR"
    own = dtype or b"cnumpy\ndtype\n(U\x02u1K\x00K\x01tR"
    return made + b"(K\x01" + shape + own + b"\x89" + raw + b"tb"


DEEP: Final = 10**6
PICKLES: Final[dict[str, bytes]] = {
    "a program": P2 + b"cos\nsystem\nU\x06touch x\x85R.",
    "a program, by the stack": b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x02ls\x85R.",
    "a program, by an instance": b"(S'ls'\nios\nsystem\n.",
    "a program, by an object": b"(cos\nsystem\nS'ls'\no.",
    "another class by its number": P2 + b"\x82\x01.",
    "a persistent name": P2 + b"Pname\n.",
    "a persistent object": P2 + b"U\x01xQ.",
    "a new object": P2 + b"cnumpy\nndarray\n)\x81.",
    "an attribute of ours": P2 + b"cnumpy\nndarray.__init__\n)R.",
    "a module below": P2 + b"cnumpy.core\nmultiarray\n.",
    "a deeply nested key": P2 + b"}" + b")" + b"\x85" * DEEP + b"K\x01s.",
    "deeply nested keys": P2 + b"}(" + b")" + b"\x85" * DEEP + b"K\x01u.",
    "a deeply nested key, at once": P2 + b"()" + b"\x85" * DEEP + b"K\x01d.",
    "a deeply nested value": P2 + b"}" + text("data") + b")" + b"\x85" * DEEP + b"s.",
    "a deeply nested list": P2 + b"]" * DEEP + b"a" * (DEEP - 1) + b".",
    "nested more deeply than is read": P2 + b")" + b"\x85" * 10**7 + b".",
    "a deeply nested shape": with_data(array(b")" + b"\x85" * DEEP)),
    "a deeply nested dtype": with_data(
        array(b"K\x01\x85", b"cnumpy\ndtype\n()" + b"\x85" * DEEP + b"K\x00K\x01tR")
    ),
    "a shape that doubles itself": with_data(
        array(b")" + b"".join(b"q%c" % n + b"h%c\x86" % n for n in range(60)))
    ),
    "a list in itself": P2 + b"]q\x00h\x00a.",
    "a dictionary in itself": P2 + b"}q\x00" + text("data") + b"h\x00s.",
    "8 GB of bytes": P2 + b"}" + text("data") + b"\x8e" + struct.pack("<Q", 8 * 2**30) + b"s.",
    "8 GB as a bytearray": b"\x80\x05\x96" + struct.pack("<Q", 8 * 2**30) + b".",
    "8 GB in a frame": b"\x80\x04\x95" + struct.pack("<Q", 8 * 2**30) + b".",
    "4 GB of text": P2 + b"X" + struct.pack("<I", 2**32 - 1) + b".",
    "2 GB of Python 2's text": P2 + b"T" + struct.pack("<i", 2**31 - 1) + b".",
    "a negative length": P2 + b"T" + struct.pack("<i", -1) + b".",
    "a place of the memo far away": P2 + b"Nr" + struct.pack("<I", 2**32 - 1) + b".",
    "a number without end": b"I" + b"9" * 10**6 + b"\n.",
    "a number of 2 GB": P2 + b"\x8b" + struct.pack("<i", 2**31 - 1) + b".",
    "a line without end": b"c" + b"x" * 10**7,
    "many instructions": P2 + b"N0" * 10**7 + b".",
    "many marks": P2 + b"(" * 10**7 + b".",
    "more taken than there is": P2 + b"t.",
    "a mark that is missing": P2 + b"Na.",
    "nothing": b"",
    "nothing but its end": b".",
    "a number": P2 + b"K\x01.",
    "a key that is a number": P2 + b"}K\x01K\x02s.",
    "a long key": P2 + b"}" + b"X" + struct.pack("<I", 10**5) + b"k" * 10**5 + b"K\x01s.",
    "text for bytes that is none": P2 + b"c_codecs\nencode\n]\x85R.",
    "another encoding": P2 + b"c_codecs\nencode\nU\x01xU\x05rot13\x86R.",
    "an unfinished array": with_data(b"cnumpy.core.multiarray\n_reconstruct\n)R"),
    "a state that is none": with_data(b"cnumpy.core.multiarray\n_reconstruct\n)RK\x01b"),
    "a dtype without a code": with_data(b"cnumpy\ndtype\n)R"),
    "of another protocol": b"\x80\x7f.",
    "of Python 3, as it should not be": pickle.dumps({"data": {1, 2, 3}}, protocol=4),
}


def main() -> None:
    from lab1report.data import official
    from lab1report.data.dataset_spec import CIFAR100
    from lab1report.errors import DataError

    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + LIMIT, now + LIMIT))
    for name, content in PICKLES.items():
        started, said = time.process_time(), "it was taken"
        try:
            official.read(BytesIO(content), "train", "train", CIFAR100)
        except DataError as error:
            said = str(error)
        print(json.dumps([name, said, time.process_time() - started]), flush=True)


if __name__ == "__main__":
    main()
