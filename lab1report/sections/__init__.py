"""Describes each section of the report in one place; `catalog` lists the descriptors."""
