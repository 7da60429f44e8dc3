"""What stands where the text should be: a script that did not run, a sentence for subscribers."""

from pipeline.strip.rule import Rule, phrases

WALL: tuple[Rule, ...] = (
    Rule(
        name="wall.script",
        class_="other",
        why="A page that needs a script shows this text without one.",
        find=phrases("wall.script", "start", "within", longest=30),
        phrases=("wall.script",),
        must_drop=("Please enable JavaScript to view this page.",),
        must_keep=("JavaScript turned thirty this week.",),
    ),
    Rule(
        name="wall.paywall",
        class_="subscribe",
        why="The sentence that stands before the closed rest of an article.",
        find=phrases("wall.paywall", "start", "within", longest=25),
        phrases=("wall.paywall",),
        must_drop=("Subscribe to continue reading", "این مطلب ویژه مشترکان است"),
        must_keep=("She had to stop, but wanted to continue reading.",),
    ),
)
