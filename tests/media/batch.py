"""Makes many files in one process, closed in as each is in one of its own: python batch.py asked.json…, a line of JSON each."""

import sys
from pathlib import Path

import msgspec

from paperplane.core.errors import AppError
from paperplane.media.child import cage, moving, photo, sound
from paperplane.media.child.refusals import Refused
from paperplane.media.making.types import Asked


def outcome(asked: Asked) -> str:
    try:
        make = photo.make if asked.sniffed.looks == "picture" else sound.make if asked.sniffed.looks == "sound" else moving.make
        return make(asked).kind
    except (Refused, AppError) as refused:
        return refused.code
    except Exception as error:      # noqa: BLE001 - a child ends by it: refused, after another try
        return f"died: {type(error).__name__}"


def main() -> None:
    every = [msgspec.json.decode(Path(name).read_bytes(), type=Asked) for name in sys.argv[1:]]
    cage.close(every[0].folder.parent, every[0].bounds, every[0].ffmpeg)
    for asked in every:
        print(outcome(asked), flush=True)


if __name__ == "__main__":
    main()
