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
    # Only now: what these load could be turned against whoever loads it.
    from paperplane.media.child import moving, photo, sound, step, sticker

    made: Made | Stepped
    try:
        if asked.step is not None:
            made = step.make(asked, asked.step)
        elif asked.wish == "sticker":
            made = sticker.make(asked)
        elif asked.sniffed.looks == "picture":
            made = photo.make(asked)
        elif asked.wish == "voice" or asked.sniffed.looks == "sound":
            made = sound.make(asked)
        else:
            made = moving.make(asked)
    except (Refused, AppError) as refused:
        made = Stepped(refused=refused.code) if asked.step else Made(refused=refused.code)
    sys.stdout.buffer.write(msgspec.json.encode(made))


if __name__ == "__main__":
    main()
