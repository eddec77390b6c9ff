"""The shape of the code, held: who may import whom, where SQL and the web framework stand, how long things get.

Each rule is a function from {path: source} to complaints, so that a bad example proves that it bites.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
Sources = dict[str, str]

# A module imports only what stands before it. The last row composes: it may import everything.
ORDER = ("core", "accounts", "family", "relations", "presence", "media", "profiles", "messages", "posts", "feed", "calls", "notifications", "search", "moderation", "realtime",
         "operation", "demo")
COMPOSERS = ("web", "subscribers", "doors", "app", "serving", "backup", "cli", "__init__", "__main__")

# Inside a module: a file imports only files of a lower row, or of its own where the row is marked so.
# A file with a name of its own stands with actions and reads.
LAYERS = {"types": 0, "queries": 1, "rules": 1, "actions": 2, "reads": 2}
LAYERS |= {"routes": 3, "jobs": 3, "dispatch": 3, "gateway": 4}
AMONG_THEMSELVES = (0, 2)

# Only the owner writes its tables; whoever stands above may read them.
OWNERS = {
    "accounts": {"accounts", "account_words", "sessions", "mailed_tokens"},
    "relations": {"follows", "follow_requests", "follow_counts", "blocks", "mutes", "close_friends", "reaches", "nicknames"},
    "media": {"uploads", "upload_parts", "media", "video_ladders", "renditions", "stills", "ladder_turns"},
    "profiles": {"profiles"},
    "messages": {"conversations", "direct_conversations", "members", "events", "messages", "invitations",
                 "edits", "reactions", "votes", "mentions", "hidden", "sweeps", "scheduled", "drafts", "streaks", "attachments",
                 "folders", "folder_conversations", "packs", "pack_pictures", "packs_added"},
    "posts": {"posts", "post_tags", "reposts", "post_likes", "comments", "comment_likes", "comment_settings",
              "collections", "bookmarks", "post_people", "post_views", "post_captions"},
    "feed": {"impressions", "not_interested", "popular"},
    "calls": {"calls", "call_lines"},
    "notifications": {"activity_seen", "push_subscriptions", "push_told", "notification_settings"},
    "moderation": {"reports"},
    "search": {"search_pieces", "search_progress"},
    "core": {"schema_migrations", "pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics"},
}

LITESTAR = re.compile(r"paperplane/(doors\.py|core/(http|openapi|routes)\.py|\w+/(\w+/)?routes\.py)")
SQL_HOME = re.compile(r"paperplane/(\w+/)*queries\.py|paperplane/core/(db|jobs|migrate|postgres)\.py|paperplane/backup\.py")
SQL = re.compile(
    r"^\s*(select\s+\S|insert\s+into\s|update\s+\w+\s+(\w+\s+)?set\s|delete\s+from\s|with\s+\w+\s+as\s|"
    r"(create|drop|alter)\s+(table|index|database)\s)",
    re.IGNORECASE,
)
WRITES = re.compile(r"\b(?:insert\s+into|delete\s+from|update)\s+(?!set\b)([a-z_]+)", re.IGNORECASE)
VAGUE = re.compile(r"(service|manager|helper|utils?)(?=s?$|_|[A-Z])", re.IGNORECASE)
FILE_LINES, FUNCTION_LINES = 300, 40


def imports(path: str, source: str) -> Iterator[str]:
    """Every name under `paperplane` that a file imports, as `module.file` or `module`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and (node.module + ".").startswith("paperplane."):
            for name in node.names:
                yield f"{node.module}.{name.name}".removeprefix("paperplane.")
        elif isinstance(node, ast.Import):
            yield from (n.name.removeprefix("paperplane.") for n in node.names if n.name.startswith("paperplane."))


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every string of a file, the constant parts of f-strings too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def module_order(sources: Sources) -> Iterator[str]:
    for path, source in sources.items():
        mine = path.split("/")[1].removesuffix(".py")
        if mine in COMPOSERS:
            continue
        if mine not in ORDER:
            yield f"{path}: {mine} has no place in ORDER"
            continue
        for name in imports(path, source):
            other = name.split(".")[0]
            if other in COMPOSERS or (other in ORDER and ORDER.index(other) > ORDER.index(mine)):
                yield f"{path} imports {name}, which stands above it: announce up instead"


def inside_direction(sources: Sources) -> Iterator[str]:
    for path, source in sources.items():
        _, mine, *rest = path.removesuffix(".py").split("/")
        if mine not in ORDER or mine == "core" or not rest:
            continue
        row = LAYERS.get(rest[-1], 2)
        for name in imports(path, source):
            files = name.split(".")
            theirs = next((LAYERS[part] for part in files[1:] if part in LAYERS), None)
            if files[0] != mine or theirs is None or rest[-1] == "__init__":
                continue
            if theirs > row or (theirs == row and row not in AMONG_THEMSELVES and rest[-1] not in files):
                yield f"{path} imports {name}: not in that direction"


def litestar_only_in_doors(sources: Sources) -> Iterator[str]:
    for path, source in sources.items():
        if not LITESTAR.fullmatch(path) and re.search(r"^\s*(from|import) litestar\b", source, re.MULTILINE):
            yield f"{path} imports litestar: only doors do"


def sql_only_in_queries(sources: Sources) -> Iterator[str]:
    for path, source in sources.items():
        if SQL_HOME.fullmatch(path):
            continue
        tree = ast.parse(source)
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        for node in strings(tree):
            if id(node) not in said and SQL.match(str(node.value)):
                yield f"{path}:{node.lineno} holds SQL: it belongs in queries.py"


def only_the_owner_writes(sources: Sources) -> Iterator[str]:
    owner = {table: module for module, tables in OWNERS.items() for table in tables}
    for path, source in sources.items():
        if not SQL_HOME.fullmatch(path):
            continue
        mine = path.split("/")[1]
        for node in strings(ast.parse(source)):
            for table in WRITES.findall(str(node.value)):
                if owner.get(table, mine) != mine:
                    yield f"{path} writes {table}, which {owner[table]} owns"


def rules_are_pure(sources: Sources) -> Iterator[str]:
    for path, source in sources.items():
        if path.endswith("/rules.py"):
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Await | ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith):
                    yield f"{path}:{node.lineno} waits: a rule decides from what it is given"


def sizes(sources: Sources) -> Iterator[str]:
    for path, source in sources.items():
        if source.count("\n") > FILE_LINES:
            yield f"{path} has more than {FILE_LINES} lines: split it by noun"
        if not path.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES:
                yield f"{path}: {node.name} has more than {FUNCTION_LINES} lines"


def plain_names(sources: Sources) -> Iterator[str]:
    for path, source in sources.items():
        classes = [node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
        for name in [*path.removesuffix(".py").split("/"), *classes]:
            if VAGUE.search(name):
                yield f"{path}: {name} says nothing: name it by what it is"


Rule = Callable[[Sources], Iterator[str]]
OURS: list[Rule] = [module_order, inside_direction, litestar_only_in_doors, sql_only_in_queries]
OURS += [only_the_owner_writes, rules_are_pure, plain_names]

BAD: list[tuple[Rule, str, str]] = [
    (module_order, "paperplane/relations/actions.py", "from paperplane.messages import actions"),
    (module_order, "paperplane/core/db.py", "import paperplane.accounts.types"),
    (module_order, "paperplane/core/db.py", "from paperplane import app"),
    (module_order, "paperplane/weather/types.py", ""),
    (inside_direction, "paperplane/messages/queries.py", "from paperplane.messages.actions import send"),
    (inside_direction, "paperplane/messages/rules.py", "from paperplane.messages import queries"),
    (inside_direction, "paperplane/messages/sending/line.py", "from paperplane.messages.routes import routes"),
    (inside_direction, "paperplane/messages/types.py", "from paperplane.messages.receipts import rules"),
    (litestar_only_in_doors, "paperplane/messages/actions.py", "from litestar import get"),
    (sql_only_in_queries, "paperplane/messages/actions.py", "x = 'select 1 from messages'"),
    (sql_only_in_queries, "paperplane/messages/sending/line.py", "x = f'''\n  insert into {t} values (1)'''"),
    (only_the_owner_writes, "paperplane/messages/queries.py", "x = 'update accounts set handle = $1'"),
    (only_the_owner_writes, "paperplane/demo/queries.py", "x = 'with a as (delete from sessions) select 1'"),
    (rules_are_pure, "paperplane/messages/rules.py", "async def may(): ..."),
    (sizes, "paperplane/a/types.py", "\n" * 301),
    (sizes, "paperplane/a/types.py", "def long():\n" + "    x = 1\n" * 40),
    (sizes, "web/src/lib/Long.svelte", "\n" * 301),
    (plain_names, "paperplane/messages/utils.py", ""),
    (plain_names, "paperplane/messages/types.py", "class ConversationManager: ..."),
]


def python(*folders: str) -> Sources:
    """The project's Python files."""
    return {str(path.relative_to(ROOT)): path.read_text() for folder in folders for path in (ROOT / folder).rglob("*.py")}


def web() -> Sources:
    """The web client's files that people write."""
    generated = re.compile(r"web/src/lib/(paraglide/|api/schema\.ts)")
    paths = [path for path in (ROOT / "web" / "src").rglob("*") if path.suffix in (".ts", ".svelte", ".css")]
    return {name: path.read_text() for path in paths if not generated.match(name := str(path.relative_to(ROOT)))}


@pytest.mark.parametrize("rule", OURS, ids=lambda rule: rule.__name__)
def test_the_code_keeps(rule: Rule) -> None:
    assert list(rule(python("paperplane"))) == []


def test_nothing_is_long() -> None:
    assert list(sizes(python("paperplane", "tests", "bench") | web())) == []


@pytest.mark.parametrize(("rule", "path", "source"), BAD, ids=lambda given: getattr(given, "__name__", None))
def test_a_rule_bites(rule: Rule, path: str, source: str) -> None:
    assert list(rule({path: source}))


def test_every_table_has_an_owner() -> None:
    schema = (ROOT / "paperplane" / "schema.sql").read_text()
    tables = set(re.findall(r"^CREATE TABLE public\.(\w+)", schema, re.MULTILINE))
    assert tables == set().union(*OWNERS.values())
