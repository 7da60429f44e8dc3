"""The newsroom's own numbers."""

from pipeline.strip.rule import Rule, labels

ID: tuple[Rule, ...] = (
    Rule(
        name="id.news",
        class_="id",
        why="The number the newsroom's system gave the story or its writer.",
        find=labels("id.news", number=True),
        phrases=("id.news",),
        must_drop=("News ID: 55012", "کد خبر: ۸۸۱۲۳۴", "شناسه خبر : 90-12"),
        must_keep=("شماره ۱۲", "کد خبر را از دبیر بگیرید"),
    ),
)
