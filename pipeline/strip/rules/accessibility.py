"""Links and switches for keyboards, readers and weak eyes."""

from pipeline.strip.rule import Rule, phrases

ACCESSIBILITY: tuple[Rule, ...] = (
    Rule(
        name="accessibility.links",
        class_="accessibility",
        why="Links and switches for keyboards, readers and weak eyes.",
        find=phrases("accessibility.links", "line", "start", longest=9),
        phrases=("accessibility.links",),
        must_drop=("Skip to main content", "Accessibility links"),
        must_keep=("Accessibility of the old stations is still poor.",),
    ),
    Rule(
        name="accessibility.widget",
        class_="accessibility",
        why="A bar that changes contrast, letters and movement.",
        find=phrases("accessibility.widget", "line", "start", longest=8),
        phrases=("accessibility.widget",),
        must_drop=("پرش به محتوای اصلی", "توقف انیمیشن"),
        must_keep=("سیاه و سفید این عکس‌ها یادگار همان سال‌هاست.",),
    ),
)
