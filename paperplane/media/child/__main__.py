"""Closes itself in, makes what is asked, and says in one line of JSON what came of it."""

import sys

import msgspec

from paperplane.core.errors import AppError
from paperplane.media.child import cage
from paperplane.media.child.refusals import Refused
from paperplane.media.ladder.types import Stepped
from paperplane.media.making.types import Asked
from paperplane.media.types import Made


def main() -> None:
    asked = msgspec.json.decode(sys.argv[1], type=Asked)
    cage.close(asked.folder, asked.bounds, asked.ffmpeg)
    try:
        made = _made(asked)
    except (Refused, AppError) as refused:
        made = Stepped(refused=refused.code) if asked.step else Made(refused=refused.code)
    sys.stdout.buffer.write(msgspec.json.encode(made))


def _made(asked: Asked) -> Made | Stepped:
    # Only now: what these load could be turned against whoever loads it. And only what is needed: somebody waits.
    if asked.step is not None:
        from paperplane.media.child import step
        return step.make(asked, asked.step)
    if asked.wish == "sticker":
        from paperplane.media.child import sticker
        return sticker.make(asked)
    if asked.sniffed.looks == "picture":
        from paperplane.media.child import photo
        return photo.make(asked)
    if asked.wish == "voice" or asked.sniffed.looks == "sound":
        from paperplane.media.child import sound
        return sound.make(asked)
    from paperplane.media.child import moving
    return moving.make(asked)


if __name__ == "__main__":
    main()
