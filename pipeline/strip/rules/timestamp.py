"""Dates that say when the page was made."""

from pipeline.strip import shapes
from pipeline.strip.rule import Rule, phrases

TIMESTAMP: tuple[Rule, ...] = (
    Rule(
        name="timestamp.stamp",
        class_="timestamp",
        why="A line of a date and nothing else outside the running text says when the page was made.",
        find=shapes.stamp,
        must_drop=(
            "تاریخ انتشار: ۳ تیر ۱۴۰۱ - ۰۸:۱۵",
            "آخرین به‌روزرسانی: یکشنبه ۳ تیر ۱۴۰۱ - ۰۸:۱۵",
            "Published: 4 May 2021 10:05 GMT",
            "Mon 3 June 2019",
        ),
        must_keep=("In May 2021 he left.", "شماره ۱۲۳ تاریخ ۲۲/۱۲/۱۳۷۳"),
    ),
    Rule(
        name="timestamp.label",
        class_="timestamp",
        why="A label that asks for a date, with one after it or on the next line.",
        find=phrases("timestamp.label", "label", longest=9),
        phrases=("timestamp.label",),
        must_drop=("Last updated: Sunday", "آخرین ویرایش: دیروز"),
        must_keep=("Time is what they do not have, the envoy said.",),
        certain=False,
    ),
    Rule(
        name="timestamp.ago",
        class_="timestamp",
        why="A time told from now, or how long reading takes.",
        find=phrases("timestamp.ago", "line"),
        phrases=("timestamp.ago",),
        must_drop=("3 hours ago", "۵ دقیقه پیش", "4 min read"),
        must_keep=("3 hours ago the bridge was closed.",),
        certain=False,
    ),
)
