"""An invented archive of any size, the same for the same seed: what `manage.py make_articles` files."""
