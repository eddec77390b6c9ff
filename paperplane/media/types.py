"""What is said of pictures."""

from typing import Literal
from uuid import UUID

import msgspec

Size = Literal["small", "medium", "large"]
PIXELS: dict[Size, int] = {"small": 64, "medium": 160, "large": 480}


PREVIEW_PIXELS = 640


class PreviewDropped(msgspec.Struct, frozen=True):
    """Announced: nobody shows this picture of a page any more."""

    image_id: UUID


class AvatarReplaced(msgspec.Struct, frozen=True):
    """Announced: nobody shows this avatar any more."""

    avatar_id: UUID
