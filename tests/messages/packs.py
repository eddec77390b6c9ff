"""Short ways to say what tests of packs say often."""

from typing import Any
from uuid import uuid4

from PIL import Image

from tests.api import Someone, good
from tests.media.pictures import saved
from tests.media.uploading import ready


def still(colour: str = "green", size: tuple[int, int] = (64, 64)) -> bytes:
    """A square of a colour, transparent at its left edge."""
    picture = Image.new("RGBA", size, colour)
    picture.paste((0, 0, 0, 0), (0, 0, size[0] // 4, size[1]))
    return saved(picture, "PNG")


def moving(frames: int = 3, ms: int = 100, kind: str = "GIF") -> bytes:
    shown = [Image.new("RGBA", (48, 32), (40 * place % 256, 200, 90, 255)) for place in range(frames)]
    return saved(shown[0], kind, save_all=True, append_images=shown[1:], duration=ms, loop=0)


async def make(who: Someone, title: str = "Frogs", **more: Any) -> Any:
    return good(await who.ask("POST", "/packs", {"title": title, "client_id": str(uuid4()), **more}))


async def put(who: Someone, pack: str, name: str = "frog", kind: str = "sticker", content: bytes | None = None, **more: str) -> str:
    """The id of a picture that is brought and put in."""
    brought = content or (moving() if kind == "gif" else still())
    media = str((await ready(who, brought, f"IMG at home {name}.png", kind="sticker"))["id"])
    await who.put(f"/packs/{pack}/pictures/{media}", {"kind": kind, "name": name, **more})
    return media


def sticker(pack: str, media: str, **more: Any) -> dict[str, Any]:
    return {"type": "sticker", "pack_id": pack, "media_id": media, **more}


async def packs(who: Someone, of: str = "/me") -> list[Any]:
    return list((await who.get(f"{of}/packs"))["packs"])


async def names(who: Someone, of: str = "/me") -> list[tuple[str, list[str]]]:
    return [(one["title"], [picture["name"] for picture in one["pictures"]]) for one in await packs(who, of)]
