"""Who reaches whom: the one rule every door asks. Pure: facts in, an answer or an error out."""

from paperplane.core.errors import Denied, Invalid, NotFound
from paperplane.family import rules as family
from paperplane.relations.types import Facts, Following, Relation


def sees(facts: Facts) -> bool:
    """Whether the viewer may know that the other exists. Where not, every door answers as for nobody."""
    return not facts.i_block and in_sight(facts)


def in_sight(facts: Facts) -> bool:
    """As sees, but for the viewer's own block, which its owner may always look at and lift."""
    if facts.is_me:
        return True
    invited = facts.follows_me or facts.requested_me or facts.opened_to_me
    return not facts.blocks_me and family.may_reach(
        viewer_minor=facts.viewer_minor, other_minor=facts.other_minor, invited=invited)


def friends(facts: Facts) -> bool:
    return facts.i_follow and facts.follows_me


def sees_lists(facts: Facts) -> bool:
    """Whether the viewer sees whom the other follows and who follows them."""
    return sees(facts) and (facts.is_me or facts.i_follow or not is_private(facts))


def is_private(facts: Facts) -> bool:
    """A minor's account always is, whatever was chosen."""
    return facts.other_private or facts.other_minor


def follow_becomes(facts: Facts) -> Following:
    """What the viewer's wish to follow leads to. Raises NotFound or Invalid."""
    visible_other(facts)
    if facts.i_follow or not is_private(facts):
        return "yes"
    return "requested"


def visible_other(facts: Facts) -> None:
    """Raises NotFound for who is out of sight, Invalid for oneself."""
    if not sees(facts):
        raise NotFound
    not_me(facts)


def not_me(facts: Facts) -> None:
    if facts.is_me:
        raise Invalid("yourself", "This is you.")


def may_be_close(facts: Facts) -> None:
    """Raises Denied unless the two are friends."""
    if not friends(facts):
        raise Denied("not_friends", "Close friends are people who follow you and whom you follow.")


def relation(facts: Facts) -> Relation:
    following: Following = "yes" if facts.i_follow else "requested" if facts.i_requested else "no"
    return Relation(following=following, followed_by=facts.follows_me, friends=friends(facts),
                    blocking=facts.i_block, muting=facts.i_mute, close_friend=facts.close_friend,
                    requests_you=facts.requested_me)
