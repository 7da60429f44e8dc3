"""Links to other stories."""

from pipeline.strip.rule import Rule, phrases

RELATED: tuple[Rule, ...] = (
    Rule(
        name="related.inline",
        class_="related",
        why="A link to another story between two paragraphs.",
        find=phrases("related.inline", "start", longest=30),
        phrases=("related.inline",),
        must_drop=("READ MORE: Bakers ask for cheaper flour", "بیشتر بخوانید: نان گران شد"),
        must_keep=("He could read.",),
        certain=False,
    ),
    Rule(
        name="related.header",
        class_="related",
        why="The heading over links to other stories.",
        find=phrases("related.header", "line", "start", longest=7),
        phrases=("related.header",),
        must_drop=("Related stories", "پربازدیدترین‌ها", "Most viewed"),
        must_keep=("The most viewed film of the year was a comedy.",),
        certain=False,
    ),
)
