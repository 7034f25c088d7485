"""Shows a course in a browser, live while it is built."""
