"""What is asked of views."""

from typing import Annotated
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES


class ViewsRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Posts that were looked at, told together."""

    post_ids: Annotated[list[UUID], msgspec.Meta(max_length=SIZES.posts_viewed)]
