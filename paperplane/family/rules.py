"""Between adults and minors. Pure. Whether somebody is a minor is accounts.rules.is_minor's to say."""


def may_reach(*, viewer_minor: bool, other_minor: bool, invited: bool) -> bool:
    """Whether the viewer may know of the other at all, as far as ages go.

    An adult reaches a minor only by invitation: the minor follows, has asked to follow, or has opened the door
    before (followed or written first). Minors reach adults and each other.
    """
    return viewer_minor or not other_minor or invited


def may_suggest(*, viewer_minor: bool, other_minor: bool, in_common: bool) -> bool:
    """Whether to put two strangers in front of each other: a minor and an adult only with a friend in common."""
    return viewer_minor == other_minor or in_common


def may_call(*, one_minor: bool, other_minor: bool, friends: bool) -> bool:
    """Whether two who talk may also call each other: where one is a minor, only friends."""
    return friends or not (one_minor or other_minor)
