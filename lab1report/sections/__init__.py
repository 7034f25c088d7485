"""The sections of the report, a descriptor each; `catalog` lists them."""
