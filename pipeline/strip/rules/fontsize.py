"""Sizes: of the letters, and of the screens a layout is made for."""

from pipeline.strip import shapes
from pipeline.strip.rule import Rule, phrases

FONTSIZE: tuple[Rule, ...] = (
    Rule(
        name="fontsize.breakpoints",
        class_="fontsize",
        why="Names of screen widths, left over from the layout.",
        find=shapes.in_company("fontsize.breakpoints"),
        phrases=("fontsize.breakpoints",),
        must_drop=(">> XS\n>> SM\n>> MD",),
        must_keep=("Sizes\n>> XL\nThe coat is warm and light.",),
    ),
    Rule(
        name="fontsize.widget",
        class_="fontsize",
        why="Buttons that make the text larger or smaller.",
        find=phrases("fontsize.widget", "line", "start", longest=6),
        phrases=("fontsize.widget",),
        must_drop=("Text size", "A A A", "اندازه متن", "متن بزرگتر"),
        must_keep=("Larger ships use the canal now.",),
        certain=False,
    ),
)
