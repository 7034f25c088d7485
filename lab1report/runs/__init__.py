"""Carries out a plan: reads what is stored, computes the rest in several processes."""
