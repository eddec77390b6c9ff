"""Who is shown what. Pure: facts in, an answer out."""

from paperplane.accounts.settings.types import Shown
from paperplane.messages.manners.types import Bond


def shows(setting: Shown, bond: Bond, *, same_age: bool) -> bool:
    """Whether somebody who chose this shows it to the other. Everyone: whoever I talk with and who may see me at all."""
    if setting == "nobody" or bond.blocked:
        return False
    return bond.friends or (setting == "everyone" and bond.open and (same_age or bond.let_in))


def shown(bond: Bond, *, same_age: bool) -> bool:
    """Whether the two are told of each other: only where both show it."""
    return shows(bond.mine, bond, same_age=same_age) and shows(bond.theirs, bond, same_age=same_age)
