"""Every screen there is, for whoever must look at all of them."""

from playwright.async_api import expect

from tests.api import API
from tests.e2e.browser import Person

# {friend} is somebody the viewer talks with, {group} a group they are in, {me} the viewer, {post} one that was talked about.
SIGNED_IN = {
    "home": "/", "home-following": "/?feed=following", "home-latest": "/?feed=latest", "saved": "/saved",
    "watch": "/watch/{post}?in=/feed/latest", "watch-gone": "/watch/00000000-0000-7000-8000-000000000000", "post": "/p/{post}", "post-gone": "/p/00000000-0000-7000-8000-000000000000", "tag": "/tags/bread",
    "discover": "/discover", "discover-found": "/discover?q=a", "create": "/create", "drafts": "/create/drafts", "draft-gone": "/create/drafts/00000000-0000-7000-8000-000000000000", "create-message": "/create/message",
    "inbox": "/inbox", "requests": "/inbox/requests", "activity": "/inbox/activity",
    "archived": "/inbox/archived", "thread": "/inbox/with/{friend}",
    "group": "/inbox/{group}", "group-details": "/inbox/{group}/details", "group-people": "/inbox/{group}/details/people",
    "group-add": "/inbox/{group}/details/add", "group-gallery": "/inbox/{group}/details/gallery", "new-group": "/inbox/new-group", "new-group-with": "/inbox/new-group?with={friend}",
    "thread-nobody": "/inbox/with/nobody.at.all", "profile": "/u/{friend}", "profile-me": "/u/{me}",
    "followers": "/u/{me}/followers", "following": "/u/{me}/following", "profile-missing": "/u/nobody.at.all",
    "settings": "/settings", "settings-profile": "/settings/profile", "settings-account": "/settings/account",
    "settings-privacy": "/settings/privacy", "settings-close-friends": "/settings/close-friends",
    "settings-muted": "/settings/muted", "settings-blocked": "/settings/blocked", "settings-devices": "/settings/devices",
    "settings-notifications": "/settings/notifications", "settings-packs": "/settings/packs", "settings-comments": "/settings/comments", "comments-waiting": "/settings/comments/waiting", "comments-mine": "/settings/comments/mine",
    "settings-appearance": "/settings/appearance", "settings-language": "/settings/language",
    "no-page": "/there/is/no/such/page",
}
# For an operator: in the demo, fatou.
OPERATOR = {"settings-operator": "/settings", "operate": "/operate"}
SIGNED_OUT = {
    "signin": "/signin", "signup": "/signup", "reset": "/reset-password", "reset-new": "/reset-password#a-token",
    "verify": "/verify-email#a-token", "unsubscribe": "/unsubscribe#a-token", "outbox": "/demo/outbox",
}


async def group_of(person: Person) -> str:
    """The group that was talked in last."""
    answer = await person.context.request.get(f"{person.origin}{API}/inbox")
    return str(next(found["id"] for found in (await answer.json())["conversations"] if found["kind"] == "group"))


async def post_of(person: Person) -> str:
    """One to which somebody has said something."""
    answer = await person.context.request.get(f"{person.origin}{API}/feed/latest")
    return str(next(found["id"] for found in (await answer.json())["posts"] if found["comment_count"]))


async def look_at(person: Person, path: str, me: str = "", friend: str = "") -> None:
    """Open a screen, and wait until it is whole."""
    group = await group_of(person) if "{group}" in path else ""
    post = await post_of(person) if "{post}" in path else ""
    await person.walk(path.format(me=me, friend=friend, group=group, post=post))
    await person.rests()


async def open_menu(person: Person) -> None:
    """What else can be done about a person: a menu, and from there a question."""
    await person.button("More").first.click()
    await expect(person.page.get_by_role("menu")).to_be_visible()
    await person.rests()


async def ask_to_block(person: Person) -> None:
    await person.page.get_by_role("menuitem", name="Block").click()
    await expect(person.page.get_by_role("dialog")).to_be_visible()
    await person.rests()


async def open_edit(person: Person) -> None:
    """What a post of one's own says, and who sees it."""
    await open_menu(person)
    await person.page.get_by_role("menuitem", name="Edit").click()
    await expect(person.page.get_by_role("dialog")).to_be_visible()
    await person.rests()


async def open_share(person: Person) -> None:
    await person.button("Share").first.click()
    await expect(person.page.get_by_role("dialog")).to_be_visible()
    await person.rests()


# Over a post of one's own.
SHEETS = {"post-menu": open_menu, "post-edit": open_edit, "post-share": open_share}
