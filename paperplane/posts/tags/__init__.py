"""Finding hashtags by how they begin."""
