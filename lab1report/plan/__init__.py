"""Lists the runs that a report needs, from `experiments/*.toml`."""
