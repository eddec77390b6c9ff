"""The process in which alone the bytes of strangers are decoded: `python -m paperplane.media.child`. It reads its folder
and the installed program, writes its folder, reaches no network, and ends by itself or is ended."""
