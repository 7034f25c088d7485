"""Which runs a report needs, read from `experiments/*.toml`."""
