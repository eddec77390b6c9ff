"""What somebody has deleted for themselves alone."""
