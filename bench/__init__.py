"""How much slower pages and verbs become as the archive grows: `make bench`."""
