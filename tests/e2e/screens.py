"""Every screen there is, for whoever must look at all of them."""

from playwright.async_api import expect

from tests.e2e.browser import Person

# {friend} is somebody the viewer talks with, {me} the viewer.
SIGNED_IN = {
    "home": "/", "discover": "/discover", "discover-found": "/discover?q=a", "create": "/create",
    "inbox": "/inbox", "requests": "/inbox/requests", "activity": "/inbox/activity",
    "archived": "/inbox/archived", "thread": "/inbox/with/{friend}",
    "thread-nobody": "/inbox/with/nobody.at.all", "profile": "/u/{friend}", "profile-me": "/u/{me}",
    "followers": "/u/{me}/followers", "following": "/u/{me}/following", "profile-missing": "/u/nobody.at.all",
    "settings": "/settings", "settings-profile": "/settings/profile", "settings-account": "/settings/account",
    "settings-privacy": "/settings/privacy", "settings-close-friends": "/settings/close-friends",
    "settings-muted": "/settings/muted", "settings-blocked": "/settings/blocked", "settings-devices": "/settings/devices",
    "settings-appearance": "/settings/appearance", "settings-language": "/settings/language",
    "no-page": "/there/is/no/such/page",
}
# For an operator: in the demo, fatou.
OPERATOR = {"settings-operator": "/settings", "operate": "/operate"}
SIGNED_OUT = {
    "signin": "/signin", "signup": "/signup", "reset": "/reset-password", "reset-new": "/reset-password#a-token",
    "verify": "/verify-email#a-token", "outbox": "/demo/outbox",
}


async def look_at(person: Person, path: str, me: str = "", friend: str = "") -> None:
    """Open a screen, and wait until it is whole."""
    await person.go(path.format(me=me, friend=friend))
    await person.rests()


async def open_menu(person: Person) -> None:
    """What else can be done about a person: a menu, and from there a question."""
    await person.button("More").click()
    await expect(person.page.get_by_role("menu")).to_be_visible()
    await person.rests()


async def ask_to_block(person: Person) -> None:
    await person.page.get_by_role("menuitem", name="Block").click()
    await expect(person.page.get_by_role("dialog")).to_be_visible()
    await person.rests()
