"""Results by content, and the digests of the code that computes them."""
