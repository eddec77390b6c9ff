"""Statements on folders."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.folders.types import Folder, Rule

FOLDERS = """
select f.id, f.name, f.rule,
  case when f.rule = 'manual' then array(
    select k.conversation_id from folder_conversations k where k.folder_id = f.id order by k.conversation_id) end as conversation_ids,
  case when f.rule = 'close_friends' then array(
    select c.friend_id from close_friends c where c.owner_id = f.account_id order by c.friend_id) end as account_ids
from folders f where f.account_id = $1 """


async def folders(tx: Tx, account: UUID) -> list[Folder]:
    """In their order."""
    return await tx.all(Folder, FOLDERS + "order by f.place, f.id", account)


async def folder(tx: Tx, account: UUID, wanted: UUID) -> Folder | None:
    """One of theirs."""
    return await tx.one(Folder, FOLDERS + "and f.id = $2", account, wanted)


async def rule_of(tx: Tx, account: UUID, wanted: UUID) -> Rule | None:
    """By which rule one of theirs is filled."""
    found: Rule | None = await tx.value("select rule from folders where account_id = $1 and id = $2", account, wanted)
    return found


async def made_before(tx: Tx, account: UUID, client_id: UUID) -> Folder | None:
    return await tx.one(Folder, FOLDERS + "and f.client_id = $2", account, client_id)


async def insert(tx: Tx, account: UUID, made: Folder, client_id: UUID, place: int) -> None:
    await tx.do("insert into folders (id, account_id, client_id, name, rule, place) values ($1, $2, $3, $4, $5, $6)",
                made.id, account, client_id, made.name, made.rule, place)


async def rename(tx: Tx, folder: UUID, name: str) -> None:
    await tx.do("update folders set name = $2 where id = $1", folder, name)


async def put_in_order(tx: Tx, account: UUID, order: list[UUID]) -> None:
    await tx.do("""
update folders f set place = o.place - 1 from unnest($2::uuid[]) with ordinality o (id, place)
where f.account_id = $1 and f.id = o.id""", account, order)


async def delete(tx: Tx, account: UUID, folder: UUID) -> bool:
    """Whether there was one of theirs."""
    return await tx.do("delete from folders where account_id = $1 and id = $2", account, folder) == 1


async def put_in(tx: Tx, folder: UUID, conversation: UUID) -> None:
    await tx.do("insert into folder_conversations (folder_id, conversation_id) values ($1, $2)", folder, conversation)


async def take_out(tx: Tx, folder: UUID, conversation: UUID) -> bool:
    """Whether it was in."""
    return await tx.do("delete from folder_conversations where folder_id = $1 and conversation_id = $2", folder, conversation) == 1
