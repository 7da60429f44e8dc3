"""What the software of a site left behind, and what it says to its visitor."""

from pipeline.strip import shapes
from pipeline.strip.rule import Rule, phrases

OTHER_LEFT: tuple[Rule, ...] = (
    Rule(
        name="other.generated",
        class_="other",
        why="The server says how long it took.",
        find=phrases("other.generated", "start", longest=9),
        phrases=("other.generated",),
        must_drop=("Page generated in 0.31 sec",),
        must_keep=("Power generated in the south goes north.",),
    ),
    Rule(
        name="other.template",
        class_="other",
        why="Marks of a template nobody filled in.",
        find=shapes.template_marks,
        must_drop=("{{ item.title }}",),
        must_keep=("The set {1, 2} is finite.",),
    ),
    Rule(
        name="other.marks",
        class_="other",
        why="A bullet, bar or cross with no word beside it.",
        find=shapes.no_words,
        must_drop=("•", "|", "×"),
        must_keep=("...............", "***", "—"),
    ),
)

OTHER_SAID: tuple[Rule, ...] = (
    Rule(
        name="other.loading",
        class_="other",
        why="A word of the player, of a list that loads, or of a button.",
        find=phrases("other.loading", "line", "start", longest=8),
        phrases=("other.loading",),
        must_drop=("Loading", "Show more", "Play video"),
        must_keep=("Loading the ships takes two days.",),
        certain=False,
    ),
    Rule(
        name="other.notice",
        class_="other",
        why="A message of the page to its visitor.",
        find=phrases("other.notice", "line"),
        phrases=("other.notice",),
        must_drop=("در حال بارگذاری...", "مشاهده بیشتر"),
        must_keep=("در حال بارگذاری کشتی‌ها بودند.",),
        certain=False,
    ),
)
