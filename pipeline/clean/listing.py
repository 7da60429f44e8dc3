"""``--rules``: every rule with its class, its languages and the reason it gives."""

from rich.table import Table

from pipeline import console
from pipeline.strip import rules


def show_rules() -> None:
    """Print the rules in the order they are asked."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("rule", "class", "decides", "languages", "why"):
        table.add_column(heading, no_wrap=heading in ("rule", "class"))
    for rule in rules():
        decides = "alone" if rule.certain else "with others"
        table.add_row(rule.name, rule.class_, decides, " ".join(rule.languages) or "any", rule.why)
    console.out.print(table)
