"""Marks under the last paragraph."""

from pipeline.strip import shapes
from pipeline.strip.rule import Rule, phrases

ENDMARK: tuple[Rule, ...] = (
    Rule(
        name="endmark.words",
        class_="endmark",
        why="The agency's mark under the last paragraph.",
        find=phrases("endmark.words", "line", "label", longest=4),
        phrases=("endmark.words",),
        must_drop=("انتهای پیام", "انتهای پیام/ ۲۳۱"),
        must_keep=("پایان جنگ نزدیک است.",),
        certain=False,
    ),
    Rule(
        name="endmark.shape",
        class_="endmark",
        why="A slash, a box or the writer's number under the last paragraph.",
        find=shapes.end_mark,
        must_drop=("The council met on Sunday for two hours and agreed on the budget of the coming year.\n>> ///",),
        must_keep=(">> 1984\nThe council met on Sunday for two hours and agreed on the budget of the coming year.",),
    ),
)
