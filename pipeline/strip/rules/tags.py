"""Tags and what heads them."""

from pipeline.strip import shapes
from pipeline.strip.rule import Rule, phrases

TAGS: tuple[Rule, ...] = (
    Rule(
        name="tags.hash",
        class_="tags",
        why="A line of hash tags alone.",
        find=shapes.hashtags,
        must_drop=("# بازار # مسکن # وام ازدواج", "#budget #schools"),
        must_keep=("The #budget debate went on.", "# بازار"),
    ),
    Rule(
        name="tags.header",
        class_="tags",
        why="The heading of the list of tags, or the list behind its heading.",
        find=phrases("tags.header", "line", "start", longest=30),
        phrases=("tags.header",),
        must_drop=("برچسب‌ها: بازار، مسکن", "Tags:", "Keywords"),
        must_keep=("The tags on the clothes were wrong.",),
        certain=False,
    ),
)
