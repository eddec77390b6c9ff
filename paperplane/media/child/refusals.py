"""Why something cannot be made."""


class Refused(Exception):
    """With a code that says what is wrong with the file."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
