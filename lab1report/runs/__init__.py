"""A plan carried out: scheduled, shared out to processes, computed, stored, explained."""
