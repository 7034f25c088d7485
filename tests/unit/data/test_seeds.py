"""Seeds by name."""

from lab1report.data.seeds import derive


def test_a_seed_depends_on_every_part_and_on_their_borders() -> None:
    seeds = [
        derive(0, "xor", "weights"),
        derive(1, "xor", "weights"),
        derive(0, "xor", "sample"),
        derive(0, "xorw", "eights"),
        derive(0, "xor weights"),
    ]
    assert len(set(seeds)) == len(seeds)
    assert all(0 <= seed < 2**32 for seed in seeds)


def test_a_seed_never_changes() -> None:
    assert derive(0, "xor", "weights") == 2027448694
