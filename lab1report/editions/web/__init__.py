"""The web edition: one page that needs no server and no network."""
