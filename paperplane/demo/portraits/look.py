"""How somebody looks: all that a portrait is drawn from."""

from typing import Literal

import msgspec

Hair = Literal["afro", "bald", "bob", "bun", "cropped", "curls", "headwrap", "hijab", "locs", "long", "ponytail",
               "puffs", "side", "tousled", "waves"]
Beard = Literal["none", "stubble", "full", "moustache"]
Clothes = Literal["crew", "collar", "hoodie", "vneck", "polo", "scarf", "dungarees"]


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """Colours are `#rrggbb`; `ground` goes from top to bottom. For a headwrap or hijab `hair_colour` is the cloth's."""

    ground: tuple[str, str]
    skin: str
    hair: Hair
    hair_colour: str
    clothes: Clothes = "crew"
    clothes_colour: str
    beard: Beard = "none"
    glasses: str = ""
    earrings: str = ""
    freckles: bool = False
    older: bool = False
    grin: bool = False
