"""What is said of the server itself."""

import msgspec

from paperplane.accounts.types import Person


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """Whose server this is. `demo_people` is empty unless it is a demo."""

    name: str
    version: str
    minimum_age: int
    languages: list[str]
    demo: bool
    demo_people: list[Person]
