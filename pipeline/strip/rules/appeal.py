"""The site asks for money."""

from pipeline.strip.rule import Rule, phrases

APPEAL: tuple[Rule, ...] = (
    Rule(
        name="appeal.support",
        class_="appeal",
        why="The site asks its readers for money.",
        find=phrases("appeal.support", "line", "start", "within", longest=30),
        phrases=("appeal.support",),
        must_drop=("Support our journalism", "Please consider making a donation today.", "از ما حمایت کنید"),
        must_keep=("The king gave money to the school.",),
        certain=False,
    ),
)
