"""What somebody calls somebody else, and nobody but them learns."""
