"""Shows the report as a page that follows its words: built anew and reloaded as they are saved."""
