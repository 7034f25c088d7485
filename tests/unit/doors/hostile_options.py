"""Values of options that nobody means, by option: the value, and the words that refuse it."""

from typing import Any

NUMBERS: tuple[Any, ...] = (
    "", " ", "x", "1.5", "1e3", "0x10", "1_0", "٣", "３", "²", "1 2", "--3", "+-3", "NaN", "inf",
    "9" * 25, "9" * 5000, "-" * 5000, "1\n2", "\x001", "\ud800", True, False, 1.5, 10**30,
    -(10**30),
    [], {}, [1, 2], b"3", float("nan"),
)  # fmt: skip
TEXTS: tuple[Any, ...] = (
    " ", "\t\n", "x" * 5000, "я" * 121, "а" * 41, "\x00", "a\x00b", "\ud800", "123", "!?",
    "\u202e\u202d", "\u200b" * 9, 5, 1.5, [], ["a"], {"a": 1}, True,
)  # fmt: skip
CHOICES: tuple[Any, ...] = (
    " ", "?", "x" * 5000, "\x00", "a\x00", "\ud800", 5, -1, 1.5, [], ["?"], {"a": 1}, True, "x y",
    "'; drop table", "../..", "%s%s%n", "{}", "${HOME}",
)  # fmt: skip
PATHS: tuple[Any, ...] = (
    " ", "\x00", "a\x00b", "x" * 300, "x/" * 2500, "\ud800", "~nobody-of-this-name/x", 5, 1.5,
    ["a"], {"a": 1}, True,
)  # fmt: skip
CLASSES: tuple[Any, ...] = (
    "1", "1,2", "1,2,3,4", "1,2,2", "1,2,100", "-1,2,3", "1;2;3", "a,b,c", "1,,2", ",,", "١,٢,٣",
    "1_0,2,3", "1," * 3000, "9" * 5000, [1, 2], [1, 2, 3, 4], [1, 2, "x"], [1, 2, [3]], {"a": 1},
    [1.5, 2, 3], list(range(3000)), 1, True, "1,2,3.0", "\x00,1,2",
)  # fmt: skip
CODES: tuple[Any, ...] = (
    " ", "63", "ИУ5", "ИУ5-", "ИУ5-6", "ИУ5-63", "ИУ5-٦٣Б", "ИУ5-６３Б", "ИУ5-60Б", "ИУ6-63Б",
    "ИУ5-63Б-1", "ИУ5Я-63Б", "ИУ5-1234Б", "x" * 5000, "\x00", "\ud800", 5, [], {}, True,
)  # fmt: skip

VALUES: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(("group", "variant", "seed", "seeds", "workers", "year"), NUMBERS),
    **dict.fromkeys(("student", "teacher"), TEXTS),
    **dict.fromkeys(("stream", "sample", "style", "length", "format", "device", "fresh"), CHOICES),
    **dict.fromkeys(("data", "out", "arms", "words", "font"), PATHS),
    "classes": CLASSES,
    "group_code": CODES,
}
"""By option; none is one that it can have."""

DEEP = 5_000
FILES: dict[str, tuple[bytes, str]] = {
    "a number of 5000 digits": (b"group = " + b"1" * DEEP, "too long a number"),
    "a hexadecimal of 5000 digits": (b"group = 0x" + b"f" * DEEP, "too large"),
    "a number of 30 digits": (b"group = " + b"1" * 30, "too large"),
    "arrays in arrays": (b"group = " + b"[" * DEEP + b"]" * DEEP, "too deeply nested"),
    "tables in tables": (b"group = " + b"{a=" * DEEP, "not valid TOML|deeply"),
    "an option in two spellings": (b"group_code = 'a'\ngroup-code = 'b'", "stands twice"),
    "dotted keys": (b".".join([b"a"] * DEEP) + b" = 1", "unknown key|deeply"),
    "many keys": (b"".join(b"key%d = 1\n" % n for n in range(2000)), "unknown key 'key0'"),
    "a long key": (b"k" * DEEP + b" = 1", "unknown key"),
    "a large file": (b"# " + b"x" * 2**21, "more than"),
    "no UTF-8": ("студент = 1".encode("cp1251"), "UTF-8"),
    "UTF-16": ("group = 3".encode("utf-16"), "UTF-8"),
    "null characters": (b"group = \x00", "not valid TOML"),
    "a null character in a text": (b'student = "a\\u0000b"', "no text has"),
    "a surrogate": (b'student = "\\uD800"', "not valid TOML"),
    "the same twice": (b"group = 3\ngroup = 4", "not valid TOML"),
    "no value": (b"group =", "not valid TOML"),
    "a date": (b"group = 2024-01-01", "a whole number"),
    "a date that is none": (b"group = 2024-99-99", "not valid TOML"),
    "infinity": (b"group = inf", "a whole number"),
    "a truth": (b"group = true", "a whole number"),
    "a table": (b"[group]\na = 1", "a whole number"),
    "an empty list of editions": (b"format = []", "pdf, html, ipynb"),
    "a list of lists": (b"fresh = [[1]]", "a list of texts"),
    "a long list": (b"fresh = [" + b'"xor",' * 3000 + b"]", "at most 200"),
    "a path with a null character": (b'out = "a\\u0000b"', "no text has"),
    "an empty path": (b'out = ""', "not empty"),
    "the folder of words as the output": (b'words = "w"\nout = "w"', "folder of your words"),
    "a file as the output": (b'out = "lab1.toml"', "is a file"),
    "the Arabic three": ("group = ٣".encode(), "not valid TOML"),
    "the Arabic three as a text": ('group = "٣"'.encode(), "a whole number"),
    "another language": (b'lang = "ru"', "unknown key 'lang'"),
}
"""Contents of lab1.toml by what they are, and the words that refuse them."""
