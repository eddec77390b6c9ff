"""Who may do what in a group, and who joins it how. Pure: facts in, an answer or an error out."""

from uuid import UUID

from paperplane.core import text
from paperplane.core.errors import Conflict, Denied, Invalid
from paperplane.messages.bodies.types import Permissions, Role
from paperplane.messages.groups.types import Candidate, Company, PermissionsChange, Standing
from paperplane.messages.rules import RANK, has_rank

HIGHEST_FREE: dict[str, Role] = {"remove": "admin", "manage": "admin"}


def may(role: Role, least: Role) -> None:
    """Raises Denied for a role below the one that a permission asks for."""
    if not has_rank(role, least):
        raise Denied("not_allowed", "In this group that is for others to do.")


def may_touch(role: Role, other: Role) -> None:
    """Whether one member may remove another, or change what they are: only who stands below. Raises Denied."""
    if RANK[role] <= RANK[other]:
        raise Denied("not_allowed", "You can do this only to people who stand below you in this group.")


def may_give(role: Role, given: Role) -> None:
    """Nobody makes another more than they are themselves. Raises Denied."""
    if RANK[given] > RANK[role]:
        raise Denied("not_allowed", "You cannot make somebody more than you are yourself.")


def permissions(before: Permissions, change: PermissionsChange) -> Permissions:
    """The rules after a change. Removing people and making rules is never for everybody: raises Invalid."""
    fields = {name: getattr(change, name) or getattr(before, name) for name in Permissions.__struct_fields__}
    for name, least in HIGHEST_FREE.items():
        if not has_rank(fields[name], least):
            raise Invalid("permission_too_wide", "This cannot be left to every member.", field=name)
    return Permissions(**fields)


def joins(candidate: Candidate, company: Company) -> Standing:
    """Whether somebody is added or asked first. Raises Denied where an adult would meet a minor who has not let them in.

    Friends are added, if they have not left before; all others are asked. So is a minor where an adult is whom they
    have not let in: joining is then the minor's own step.
    """
    may_meet(candidate, company)
    unknown = candidate.minor and any((candidate.id, adult) not in company.ties for adult in company.adults)
    return "asked" if unknown or not candidate.friend or candidate.parted == "left" else "added"


def may_meet(candidate: Candidate, company: Company) -> None:
    """Raises Denied where an adult would come among minors of whom one has not let them in."""
    if not candidate.minor and any((minor, candidate.id) not in company.ties for minor in company.minors):
        raise Denied("minors_here", "There are people under 18 in this group who do not know them.")


def welcome(candidates: list[Candidate], company: Company) -> dict[UUID, Standing]:
    """How each joins, one after the other: adults first, so that of two who do not know each other the minor is asked."""
    found: dict[UUID, Standing] = {}
    for candidate in sorted(candidates, key=lambda one: one.minor):
        found[candidate.id] = joins(candidate, company)
        if found[candidate.id] == "added":
            company = with_one(company, candidate)
    return found


def with_one(company: Company, candidate: Candidate) -> Company:
    if candidate.minor:
        return Company(company.minors | {candidate.id}, company.adults, company.ties)
    return Company(company.minors, company.adults | {candidate.id}, company.ties)


def has_room(members: int, coming: int, most: int) -> None:
    """Raises Conflict where a group would grow too large."""
    if members + coming > most:
        raise Conflict("group_full", f"A group can have at most {most} people.", limit="group_members", most=most)


def title(typed: str, most: int) -> str:
    """A title, cleaned. Raises Invalid."""
    return text.name(typed, most, code="title", field="title", limit="group_title_chars", empty="A group needs a name.")
