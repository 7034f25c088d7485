"""What `from lab1report import …` gives; each function loads what it needs when it is called."""
