"""What a student should be ready for at the defence."""
