"""Every rule, whole, in the order they are asked; ``share.header`` stands in ``share.py``, and so on.

To add one: one entry in ``later.py``, its phrases in ``phrases/*.toml``. The texts of rules are invented. ``must_drop``
and ``must_keep`` are run by the tests; in a text of several lines those that begin with ``>> `` are meant.
"""

from pipeline.strip.rule import Rule
from pipeline.strip.rules.accessibility import ACCESSIBILITY
from pipeline.strip.rules.ad import AD
from pipeline.strip.rules.appeal import APPEAL
from pipeline.strip.rules.captcha import CAPTCHA
from pipeline.strip.rules.caption import CAPTION
from pipeline.strip.rules.comments import COMMENTS
from pipeline.strip.rules.contact import CONTACT
from pipeline.strip.rules.counter import COUNTER
from pipeline.strip.rules.endmark import ENDMARK
from pipeline.strip.rules.fontsize import FONTSIZE
from pipeline.strip.rules.id import ID
from pipeline.strip.rules.later import LATER
from pipeline.strip.rules.legal import LEGAL
from pipeline.strip.rules.nav import NAV
from pipeline.strip.rules.other import OTHER_LEFT, OTHER_SAID
from pipeline.strip.rules.related import RELATED
from pipeline.strip.rules.share import SHARE
from pipeline.strip.rules.subscribe import SUBSCRIBE
from pipeline.strip.rules.tags import TAGS
from pipeline.strip.rules.ticker import TICKER
from pipeline.strip.rules.timestamp import TIMESTAMP
from pipeline.strip.rules.wall import WALL

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    *CAPTCHA,
    *WALL,
    *SHARE,
    *FONTSIZE,
    *ACCESSIBILITY,
    *TICKER,
    *AD,
    *ID,
    *COUNTER,
    *OTHER_LEFT,
    *TIMESTAMP,
    *CAPTION,
    *SUBSCRIBE,
    *APPEAL,
    *LEGAL,
    *COMMENTS,
    *TAGS,
    *RELATED,
    *NAV,
    *CONTACT,
    *ENDMARK,
    *OTHER_SAID,
    *LATER,
)
