"""What the cast has posted: words, pictures that are drawn, and a clip."""
