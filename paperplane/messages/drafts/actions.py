"""A draft is written on one device, and told to the others."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.clock import is_moment
from paperplane.core.db import Tx
from paperplane.core.errors import Invalid, NotFound
from paperplane.messages.actions import visible
from paperplane.messages.drafts import queries
from paperplane.messages.drafts.types import Draft, DraftFrame, DraftRequest


async def write(tx: Tx, viewer: Viewer, conversation: UUID, request: DraftRequest) -> Draft:
    """The draft as it stands then: this one, or one that was written later."""
    await visible(tx, viewer, conversation)
    if "\x00" in request.text or not is_moment(request.at):
        raise Invalid("draft_invalid", "This draft cannot be kept.")
    written = await queries.write(tx, viewer.account_id, conversation, request.text, request.at)
    stands = await queries.of(tx, viewer.account_id, conversation)
    if stands is None:
        raise NotFound
    if written:
        tx.push(DraftFrame(conversation, stands.text, stands.at), to=[viewer.account_id])
    return stands
