"""Sections, languages and ways back."""

from pipeline.strip.rule import Rule, phrases

NAV: tuple[Rule, ...] = (
    Rule(
        name="nav.menu",
        class_="nav",
        why="The name of a section, a switch of language, a way back.",
        find=phrases("nav.menu", "line", "start", "label", longest=8),
        phrases=("nav.menu",),
        must_drop=("Home", "تماس با ما", "دسته‌بندی: سیاست خارجی"),
        must_keep=("Home is where the heart is.",),
        certain=False,
    ),
)
