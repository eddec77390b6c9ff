"""What a handle, a password, an address and an age must be. Pure."""

import re
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from paperplane.accounts.settings.types import QuietHours
from paperplane.accounts.types import Settings
from paperplane.core import text
from paperplane.core.errors import Denied, Invalid
from paperplane.core.limits import Sizes

MAJORITY = 18
OLDEST = 120
HANDLE = re.compile(r"[a-z0-9_.]{2,30}")
SERVERS_WORDS = """
about abuse account accounts activity admin administrator all anonymous api app blog bot bots billing channels create
contact deleted demo discover download everyone explore family feed follow friends gateway guardian groups health help
here home inbox info jobs legal login logout mail me media messages metrics mod moderation moderator news none nobody
notifications null official operate operation operator operators paperplane password people policy post postmaster
press privacy profile public register reset robots root safety search security server session sessions settings shop
signin signup staff status stories story support system team terms test undefined update user users verify web
webmaster www you
"""
FIRST_GUESSES = """
12345678 123456789 1234567890 11111111 00000000 password password1 password123 passw0rd qwertyuiop qwerty123 iloveyou
1q2w3e4r 1qaz2wsx abcd1234 abc12345 letmein1 sunshine football baseball princess superman trustno1 welcome1 contraseña
contrasena paperplane
"""
RESERVED = frozenset(SERVERS_WORDS.split())
COMMON_PASSWORDS = frozenset(FIRST_GUESSES.split())
# Named by the machine, and another zone, or none, on the next.
NO_ZONES = {"localtime", "Factory"}
# RFC 5321 in its everyday form: quoted local parts and address literals are left out on purpose.
LOCAL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
ADDRESS = re.compile(f"{LOCAL}@{DOMAIN}")


class UnderMinimumAge(Denied):
    """Too young for this server. Nothing of the attempt is kept."""

    def __init__(self, minimum_age: int) -> None:
        super().__init__("under_minimum_age", "You cannot open an account here yet.", minimum_age=minimum_age)


def age_on(born: date, day: date) -> int:
    """Full years. Who was born on 29 February has a birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_minor(born: date, day: date) -> bool:
    return age_on(born, day) < MAJORITY


def old_enough(born: date, day: date, minimum_age: int) -> None:
    """Raises Invalid for a date nobody living was born on, UnderMinimumAge below the minimum."""
    if born > day or age_on(born, day) > OLDEST:
        raise Invalid("birth_date_invalid", "This cannot be your birth date.", field="birth_date")
    if age_on(born, day) < minimum_age:
        raise UnderMinimumAge(minimum_age)


def handle_of(typed: str) -> str:
    """A handle as it is stored: lower case, without the @ people put before it."""
    return typed.strip().removeprefix("@").lower()


def is_handle(handle: str) -> bool:
    return HANDLE.fullmatch(handle) is not None


def new_handle(typed: str) -> str:
    """A handle that somebody may take. Raises Invalid, naming what is wrong."""
    handle = handle_of(typed)
    if not is_handle(handle):
        raise Invalid("handle_invalid", "A handle has 2 to 30 letters from a to z, digits, dots or underscores.",
                      field="handle")
    if not any(c.isalnum() for c in handle) or handle.startswith(".") or handle.endswith(".") or ".." in handle:
        raise Invalid("handle_invalid", "A handle needs a letter or a digit, and its dots stand single and inside.",
                      field="handle")
    if handle.replace(".", "").replace("_", "") in RESERVED:
        raise Invalid("handle_reserved", "This handle is kept for the server itself. Choose another.", field="handle")
    return handle


def new_password(password: str, handle: str, sizes: Sizes) -> None:
    """Raises Invalid for a password that is too short, too long or among the first to be guessed."""
    if len(password) < sizes.password_min_chars:
        raise Invalid("password_too_short", f"A password has at least {sizes.password_min_chars} characters.",
                      field="password", limit="password_min_chars", least=sizes.password_min_chars)
    if len(password) > sizes.password_max_chars:
        raise Invalid("password_too_long", f"A password has at most {sizes.password_max_chars} characters.",
                      field="password", limit="password_max_chars", most=sizes.password_max_chars)
    if password.lower() in COMMON_PASSWORDS | {handle} or len(set(password)) < 3:
        raise Invalid("password_too_common", "This password is one of the first that others would try.",
                      field="password")


def display_name(typed: str, sizes: Sizes) -> str:
    """The name as it is shown. Raises Invalid where nothing can be seen of it, or it is too long."""
    return text.name(typed, sizes.display_name_chars, code="display_name", field="display_name", limit="display_name_chars",
                     empty="A name needs something that can be read.")


def address(typed: str) -> str:
    """An e-mail address. Whether it is somebody's, only a mail can tell."""
    found = typed.strip()
    if len(found) > 254 or not ADDRESS.fullmatch(found):
        raise Invalid("email_invalid", "This is not an e-mail address.", field="email")
    return found


def device_name(given: str | None, user_agent: str, sizes: Sizes) -> str:
    """The name its owner gave, or what the User-Agent says in plain words: 'Firefox on Linux'."""
    return text.line(given or "")[:sizes.device_name_chars].strip() or _told(user_agent)


BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
            ("Chromium", "Chromium"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"),
           ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"))


def _told(user_agent: str) -> str:
    browser = next((name for mark, name in BROWSERS if mark in user_agent), None)
    system = next((name for mark, name in SYSTEMS if mark in user_agent), None)
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or "Another device"


def found_by(handle: str, name: str) -> list[str]:
    """The folded words a search finds this account by."""
    parts = [part for part in re.split(r"[._]", handle) if part]
    return list(dict.fromkeys([handle, *parts, *text.words(name)]))


def may_choose(asked: Settings, minor: bool) -> None:
    """A minor's account stays private, and says at most to friends when it is there. Raises Denied."""
    if asked.private is False and minor:
        raise Denied("minor_private", "Until you are 18 your account stays private.")
    if asked.show_presence == "everyone" and minor:
        raise Denied("minor_presence", "Until you are 18 only friends can see when you are here.")


def relays_calls(choice: bool | None, *, minor: bool) -> bool:
    """Whether calls hide this person's address. Who has not chosen shows it, unless they are a minor."""
    return minor if choice is None else choice


@cache
def zones() -> frozenset[str]:
    """Looking them all up reads hundreds of files."""
    return frozenset(available_timezones() - NO_ZONES)


def quiet_hours(wish: QuietHours | None) -> None:
    """Raises Invalid for a zone that there is not, and for hours that are none or all."""
    if wish is not None and (wish.start == wish.end or wish.zone not in zones()):
        raise Invalid("quiet_hours_invalid", "Quiet hours go from one time to another, in a time zone.", field="quiet_hours")


def refusal_value(until: datetime) -> str:
    """What the cookie of a refused sign-up says, before it is signed."""
    return str(int(until.timestamp()))


def refusal_stands(value: str, now: datetime, most: timedelta) -> bool:
    """Whether the refusal a cookie tells of still counts."""
    if not value.isdecimal() or len(value) > 12:
        return False
    return now.timestamp() < int(value) <= (now + most).timestamp()
