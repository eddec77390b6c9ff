"""What follows a change of what was said."""

from paperplane.core.db import Tx
from paperplane.messages.types import Resaid
from paperplane.search import actions


async def index_again(tx: Tx, event: Resaid) -> None:
    await actions.index_again(tx, event.conversation_id, event.seqs)
