"""What other people's tools say of the readers' pages: `make check-site`."""
