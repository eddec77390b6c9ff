"""What is said of accounts: who asks, requests and answers, internal events, rows."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from paperplane.accounts.settings.types import QuietHours, Shown
from paperplane.core.limits import Sizes

SIZES = Sizes()
LANGUAGES = ("en", "es")
Locale = Literal["en", "es"]
Purpose = Literal["verify_email", "reset_password"]
Mailing = Literal["verify_email", "reset_password", "email_replaced"]
VERIFY: Purpose = "verify_email"
RESET: Purpose = "reset_password"


def at_most(chars: int) -> msgspec.Meta:
    return msgspec.Meta(max_length=chars)


Handle = Annotated[str, msgspec.Meta(min_length=1, max_length=60, description="a-z, 0-9, _ and . ; 2 to 30 of them")]
Password = Annotated[str, at_most(SIZES.password_max_chars)]
DisplayName = Annotated[str, at_most(4 * SIZES.display_name_chars)]
Email = Annotated[str, at_most(254)]
DeviceName = Annotated[str, at_most(4 * SIZES.device_name_chars)]
MailedToken = Annotated[str, at_most(100)]


class Viewer(msgspec.Struct, frozen=True):
    """Who asks: an account, by one of its sessions. Whatever is read is read through this."""

    account_id: UUID
    session_id: UUID
    handle: str
    minor: bool
    locale: Locale
    operator: bool = False


class Credential(msgspec.Struct, frozen=True):
    """What a request brought along to say who asks; not yet looked up."""

    token_hash: bytes
    by_cookie: bool


# Answers


class Avatar(msgspec.Struct, frozen=True):
    """Paths of a WebP of 64, 160 and 480 pixels, square."""

    small: str
    medium: str
    large: str

    @classmethod
    def of(cls, avatar_id: UUID | None) -> "Avatar | None":
        if avatar_id is None:
            return None
        return cls(*(f"/media/avatars/{avatar_id}/{size}.webp" for size in ("small", "medium", "large")))


class Person(msgspec.Struct, frozen=True):
    """Somebody, as shown everywhere."""

    id: UUID
    handle: str
    display_name: str
    avatar: Avatar | None


class Me(Person, frozen=True, kw_only=True):
    """The account itself, for its owner only."""

    email: str | None
    email_verified: bool
    private: bool
    show_typing: Shown
    show_recording: Shown
    show_presence: Shown
    show_receipts: bool
    mentions_reach: bool
    relay_calls: bool
    quiet_hours: QuietHours | None
    locale: Locale
    minor: bool
    operator: bool
    created_at: datetime


class SignedIn(msgspec.Struct, frozen=True):
    """`token` is null where the cookie carries it (browsers)."""

    account: Me
    token: str | None


class Device(msgspec.Struct, frozen=True):
    """One session. `last_seen_at` is true to the hour."""

    id: UUID
    name: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


class Devices(msgspec.Struct, frozen=True):
    devices: list[Device]


# Requests


class SignUp(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    handle: Handle
    password: Password
    birth_date: date
    display_name: DisplayName
    email: Email | None = None
    locale: Locale = "en"
    device_name: DeviceName | None = None


class SignIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    handle: Handle
    password: Password
    device_name: DeviceName | None = None


class DemoSignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    handle: Handle


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    private: bool | None = None
    show_typing: Shown | None = None
    show_recording: Shown | None = None
    show_presence: Shown | None = None
    show_receipts: bool | None = None
    mentions_reach: bool | None = None
    relay_calls: bool | None = None
    quiet_hours: QuietHours | msgspec.UnsetType | None = msgspec.UNSET
    locale: Locale | None = None


class NewHandle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    handle: Handle
    password: Password


class NewPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    current_password: Password
    new_password: Password


class NewEmail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    email: Email
    password: Password


class Confirmation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    password: Password


class Verification(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    token: MailedToken


class ResetRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`login` is a handle or a verified e-mail address."""

    login: Email


class Reset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    token: MailedToken
    password: Password


class DeviceRename(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: DeviceName


# Internal events


class ResetAsked(msgspec.Struct, frozen=True):
    """Somebody forgot the password of this handle or address, or says so."""

    login: str


class MailDue(msgspec.Struct, frozen=True):
    """A mail is to go out. `nonce` makes the token of its link, with a key that the database does not have."""

    kind: Mailing
    to: str
    handle: str
    locale: Locale
    nonce: str = ""


class SessionsEnded(msgspec.Struct, frozen=True):
    """Signalled: the sockets of these sessions close."""

    session_ids: list[UUID]


# Rows


class NewAccount(msgspec.Struct, frozen=True):
    id: UUID
    handle: str
    display_name: str
    password_hash: str
    birth_date: bytes
    email: str | None
    private: bool
    locale: Locale


class SessionRow(msgspec.Struct, frozen=True):
    session_id: UUID
    account_id: UUID
    handle: str
    birth_date: bytes
    locale: Locale
    operator: bool
    stale: bool


class MeRow(msgspec.Struct, frozen=True):
    id: UUID
    handle: str
    display_name: str
    avatar_id: UUID | None
    email: str | None
    email_verified: bool
    private: bool
    show_typing: Shown
    show_recording: Shown
    show_presence: Shown
    show_receipts: bool
    mentions_reach: bool
    relay_calls: bool | None
    quiet_hours: QuietHours | None
    locale: Locale
    birth_date: bytes
    operator: bool
    created_at: datetime


class Secret(msgspec.Struct, frozen=True):
    """A password's hash, with whose it is."""

    id: UUID
    handle: str
    password_hash: str


class DeviceRow(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    created_at: datetime
    last_seen_at: datetime


class Reachable(msgspec.Struct, frozen=True):
    """An account with an address to write to, and in which language."""

    id: UUID
    handle: str
    email: str
    locale: Locale


class Claim(msgspec.Struct, frozen=True):
    """What a mailed token stands for."""

    account_id: UUID
    email: str
