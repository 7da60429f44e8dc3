"""What each HTML tag does to lines and to their kind; the lists are in ``tags.toml``."""

import tomllib
from enum import IntEnum
from importlib.resources import files

from pipeline.model import BlockKind

_TABLE = tomllib.loads((files(__package__) / "tags.toml").read_text("utf-8"))


class Role(IntEnum):
    """What a tag does to the line that is being read."""

    INLINE = 0
    BOX = 1
    BREAK = 2
    LINK = 3
    PREFORMATTED = 4


ROLES: dict[str, Role] = {tag: role for role in Role if role is not Role.INLINE for tag in _TABLE[role.name.lower()]}
KINDS: dict[str, BlockKind] = {tag: kind for kind, tags in _TABLE["kinds"].items() for tag in tags}
UNSEEN: tuple[str, ...] = tuple(_TABLE["unseen"])
INLINE_TAGS = frozenset(_TABLE["inline"])
LISTS = frozenset(_TABLE["lists"])
TABLE_PARTS = frozenset(_TABLE["table_parts"])
ITEMS = frozenset(_TABLE["items"])
CELLS = frozenset(["td", "th"])


def role_of(tag: str) -> Role:
    """The role of any tag, known or not."""
    return ROLES.get(tag) or (Role.BOX if "-" in tag else Role.INLINE)
