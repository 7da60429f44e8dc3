"""Addresses of the site, and the people who run it."""

from pipeline.strip.rule import Rule, phrases

CONTACT: tuple[Rule, ...] = (
    Rule(
        name="contact.details",
        class_="contact",
        why="Addresses and telephone numbers of the site.",
        find=phrases("contact.details", "label", "start", longest=30),
        phrases=("contact.details",),
        must_drop=(
            "تلفن: ۰۲۱۱۲۳۴۵",
            "Fax: 555 010",
            "نشانی: تهران، خیابان نمونه",
            "For more information contact press@mail.example",
        ),
        must_keep=("Phones rang all night.", "She asked for more information about the ferry."),
        certain=False,
    ),
    Rule(
        name="contact.masthead",
        class_="contact",
        why="Who runs the paper, and who edited the story.",
        find=phrases("contact.masthead", "line", "label", longest=8),
        phrases=("contact.masthead",),
        must_drop=("سردبیر: مریم نمونه", "Editor-in-chief"),
        must_keep=("Editors left the room one by one.",),
        certain=False,
    ),
)
