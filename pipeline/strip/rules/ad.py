"""Advertisements, their marks and their headings."""

from pipeline.strip.rule import Rule, phrases

AD: tuple[Rule, ...] = (
    Rule(
        name="ad.marker",
        class_="ad",
        why="A word that marks the place of an advertisement.",
        find=phrases("ad.marker", "line", "start", longest=10),
        phrases=("ad.marker",),
        must_drop=("Advertisement", "Story continues below advertisement", "آگهی", "محل تبلیغات شما"),
        must_keep=("Advertisement spending rose last year.",),
    ),
    Rule(
        name="ad.heading",
        class_="ad",
        why="The heading over bought links.",
        find=phrases("ad.heading", "line", "start", longest=4),
        phrases=("ad.heading",),
        must_drop=("وبگردی", "Sponsored links", "تبلیغات روزنامه"),
        must_keep=("وبگردی کارمندان در ساعت کاری کم شده است.",),
        certain=False,
    ),
    Rule(
        name="ad.trade",
        class_="ad",
        why="Short lines that begin with buying, tours and tickets are bought links.",
        find=phrases("ad.trade", "start", longest=8),
        phrases=("ad.trade",),
        must_drop=("خرید یخچال دست دوم", "تور کیش لحظه آخری"),
        must_keep=("خرید تضمینی گندم از کشاورزان استان امسال زودتر از سال‌های پیش آغاز می‌شود.",),
        certain=False,
    ),
)
