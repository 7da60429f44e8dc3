"""Headlines that run in one line."""

from pipeline.strip import shapes
from pipeline.strip.rule import Rule

TICKER: tuple[Rule, ...] = (
    Rule(
        name="ticker.bar",
        class_="ticker",
        why="Headlines of other stories run between bars on one line.",
        find=shapes.ticker,
        must_drop=(
            "Rain delays the derby again | Bakers ask for cheaper flour this year | Old bridge closed for repairs",
        ),
        must_keep=("Tehran | Rain delayed the derby again, and nobody minded.", "a | b | c"),
    ),
)
