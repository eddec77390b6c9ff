"""`python -m paperplane` is the command `paperplane`."""

from paperplane.cli import main

if __name__ == "__main__":
    main()
