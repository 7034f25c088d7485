"""Finds, downloads, checks and reads CIFAR-100, or draws the demo set that replaces it."""
