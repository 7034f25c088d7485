"""The user's options over `lab1.toml`, and the classes that follow from the variant."""
