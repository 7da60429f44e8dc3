"""What each HTML tag does to lines and to their kind; the lists are in ``tags.toml``."""

import tomllib
from enum import IntEnum
from importlib.resources import files

from pipeline.model import BlockKind

_TABLE = tomllib.loads((files(__package__) / "tags.toml").read_text("utf-8"))


class Role(IntEnum):
    """What a tag does to the line that is being read."""

    INLINE = 0
    BLOCK = 1
    BREAK = 2
    SKIP = 3
    CELL = 4
    LINK = 5
    PREFORMATTED = 6


ROLES: dict[str, Role] = {tag: role for role in Role if role is not Role.INLINE for tag in _TABLE[role.name.lower()]}
KINDS: dict[str, BlockKind] = {tag: kind for kind, tags in _TABLE["kinds"].items() for tag in tags}
INLINE_TAGS = frozenset(_TABLE["inline"])


def role_of(tag: str) -> Role:
    """The role of any tag, known or not."""
    return ROLES.get(tag) or (Role.BLOCK if "-" in tag else Role.INLINE)
