"""What a video in a post carries: its renditions and playlists, captions, a cover."""
