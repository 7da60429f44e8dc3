"""How often a page was seen, liked or answered."""

from pipeline.strip.rule import Rule, labels, phrases

COUNTER: tuple[Rule, ...] = (
    Rule(
        name="counter.views",
        class_="counter",
        why="How often a page was seen, liked or answered.",
        find=labels("counter.views", number=True),
        phrases=("counter.views",),
        must_drop=("بازدید 4120", "Views: 312", "تعداد نظرات: ۳", "دفعات مشاهده: ۳۱۲"),
        must_keep=("بازدید ۱۲ خبرنگار از کارخانه لغو شد.", "Views of the city"),
    ),
    Rule(
        name="counter.lines",
        class_="counter",
        why="A number of views, votes or comments alone on its line.",
        find=phrases("counter.views", "line"),
        phrases=("counter.views",),
        must_drop=("3 comments", "۱۲ نفر", "41", "امتیاز: ۴٫۵ از ۵ (۱۲۸ رأی)"),
        must_keep=("12 people were hurt.",),
        certain=False,
    ),
)
