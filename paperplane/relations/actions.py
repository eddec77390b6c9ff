"""What changes between two people. Each loads the other through the viewer, locks the pair, and looks again."""

from uuid import UUID

from msgspec.structs import replace

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.core.keys import Keys
from paperplane.relations import queries, reads, rules
from paperplane.relations.types import (
    Asked,
    BlockChanged,
    CloseFriendPut,
    CloseFriendsChanged,
    Followed,
    Other,
    Parted,
    Relation,
    Unfriended,
)


async def follow(tx: Tx, keys: Keys, viewer: Viewer, handle: str) -> Relation:
    """At once, or by a request where the account is private. A minor who does so opens the door to themselves."""
    other = await _locked(tx, keys, viewer, handle)
    becomes = rules.follow_becomes(other.facts)
    if viewer.minor:
        await open_door(tx, viewer.account_id, other.id)
    if becomes == "requested":
        await queries.insert_request(tx, viewer.account_id, other.id)
        tx.signal(Asked([other.id]))
        return rules.relation(replace(other.facts, i_requested=True))
    await queries.delete_request(tx, viewer.account_id, other.id)
    await _now_follows(tx, viewer.account_id, other.id)
    return rules.relation(replace(other.facts, i_follow=True, i_requested=False))


async def unfollow(tx: Tx, keys: Keys, viewer: Viewer, handle: str) -> Relation:
    """Takes back a follow, or the request for one."""
    other = await _locked(tx, keys, viewer, handle)
    await queries.withdraw_request(tx, viewer.account_id, other.id)
    await _no_longer_follows(tx, viewer.account_id, other.id)
    return rules.relation(replace(other.facts, i_follow=False, i_requested=False, close_friend=False))


async def remove_follower(tx: Tx, keys: Keys, viewer: Viewer, handle: str) -> Relation:
    """They follow the viewer no longer, and are not told."""
    other = await _locked(tx, keys, viewer, handle)
    await _no_longer_follows(tx, other.id, viewer.account_id)
    return rules.relation(replace(other.facts, follows_me=False, close_friend=False))


async def accept_request(tx: Tx, keys: Keys, viewer: Viewer, handle: str) -> Relation:
    """Also one that was ignored before. Raises NotFound where nobody asked."""
    other = await _locked(tx, keys, viewer, handle)
    if not other.facts.follows_me:
        if not await queries.take_request(tx, other.id, viewer.account_id):
            raise NotFound
        tx.signal(Asked([viewer.account_id]))
        await _now_follows(tx, other.id, viewer.account_id)
    return rules.relation(replace(other.facts, follows_me=True, requested_me=False))


async def ignore_request(tx: Tx, keys: Keys, viewer: Viewer, handle: str) -> Relation:
    """It leaves the viewer's list and, for who asked, goes on waiting. Raises NotFound where nobody asked."""
    other = await _locked(tx, keys, viewer, handle)
    if not await queries.ignore_request(tx, other.id, viewer.account_id):
        raise NotFound
    tx.signal(Asked([viewer.account_id]))
    return rules.relation(replace(other.facts, requested_me=False))


async def block(tx: Tx, keys: Keys, viewer: Viewer, handle: str) -> Relation:
    """Ends whatever was between the two. A minor's block closes the door that the minor had opened."""
    found = await reads.in_sight(tx, keys, viewer, handle)
    rules.not_me(found.facts)
    me, other = viewer.account_id, found.id
    await queries.lock_pair(tx, me, other)
    for pair in await queries.delete_follows_between(tx, me, other):
        await queries.count_follows(tx, pair.follower_id, pair.followee_id, -1)
    await queries.delete_requests_between(tx, me, other)
    await queries.delete_close_friends_between(tx, me, other)
    await queries.delete_reach(tx, me, other)
    await queries.insert_block(tx, me, other)
    tx.signal(Parted(me, other))
    tx.announce(BlockChanged(me, other))
    return rules.relation(replace(found.facts, i_block=True, i_follow=False, follows_me=False, i_requested=False,
                                  requested_me=False, close_friend=False))


async def unblock(tx: Tx, keys: Keys, viewer: Viewer, handle: str) -> Relation:
    """The follows that the block ended do not come back."""
    found = await reads.in_sight(tx, keys, viewer, handle)
    await queries.lock_pair(tx, viewer.account_id, found.id)
    await queries.delete_block(tx, viewer.account_id, found.id)
    tx.announce(BlockChanged(viewer.account_id, found.id))
    return rules.relation(replace(found.facts, i_block=False))


async def mute(tx: Tx, keys: Keys, viewer: Viewer, handle: str, on: bool) -> Relation:
    """What they post leaves the viewer's feed; they are not told."""
    other = await reads.visible(tx, keys, viewer, handle)
    rules.not_me(other.facts)
    change = queries.insert_mute if on else queries.delete_mute
    await change(tx, viewer.account_id, other.id)
    return rules.relation(replace(other.facts, i_mute=on))


async def close_friend(tx: Tx, keys: Keys, viewer: Viewer, handle: str, on: bool) -> Relation:
    """Nobody hears of it but who is concerned, and they only by what they are shown."""
    other = await _locked(tx, keys, viewer, handle)
    if on:
        rules.may_be_close(other.facts)
    put = queries.insert_close_friend if on else queries.delete_close_friend
    if await put(tx, viewer.account_id, other.id):
        tx.signal(CloseFriendPut(viewer.account_id, other.id))
        tx.announce(CloseFriendsChanged(viewer.account_id))
    return rules.relation(replace(other.facts, close_friend=on))


async def open_door(tx: Tx, minor: UUID, other: UUID) -> None:
    """A minor has reached out to somebody, who from now on may know of the minor; until the minor blocks."""
    await queries.insert_reach(tx, minor, other)


async def _locked(tx: Tx, keys: Keys, viewer: Viewer, handle: str) -> Other:
    found = await reads.visible(tx, keys, viewer, handle)
    rules.not_me(found.facts)
    await queries.lock_pair(tx, viewer.account_id, found.id)
    other = await reads.in_sight_by_id(tx, keys, viewer, found.id)
    rules.visible_other(other.facts)
    return other


async def _now_follows(tx: Tx, follower: UUID, followee: UUID) -> None:
    if await queries.insert_follow(tx, follower, followee):
        await queries.count_follows(tx, follower, followee, 1)
        tx.announce(Followed(follower, followee))


async def _no_longer_follows(tx: Tx, follower: UUID, followee: UUID) -> None:
    """Who are not friends any more are not close friends either."""
    if await queries.delete_follow(tx, follower, followee):
        await queries.count_follows(tx, follower, followee, -1)
        await queries.delete_close_friends_between(tx, follower, followee)
        tx.signal(Parted(follower, followee))
        tx.announce(Unfriended(follower, followee))
