"""Who is in a photo or a video: named by the author, shown once they agree, gone as soon as they say so."""
