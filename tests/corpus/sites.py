"""Sites of our own templates: twenty pages each, furniture on some share of them, articles all different."""

import random
from typing import NamedTuple

_WORDS = """
    باران رود کوه دشت بازار مدرسه کتاب نان چراغ پنجره راه سفر باغ درخت پرنده آسمان شهر روستا دریا ساحل
    قایق صبح شب کار دست خانه مهمان قصه آواز ساز نقش رنگ سنگ چوب آتش برف بهار پاییز تابستان زمستان سال
    ماه روز هفته مردم کودک پیر
    """.split()  # noqa: SIM905  # words are read better than quotes
_VERBS = ("دید", "ساخت", "نوشت", "شنید", "برد", "آورد", "گرفت", "خواند", "کاشت", "یافت")


class MadePage(NamedTuple):
    """A page, and which of its lines are what."""

    html: str
    article: frozenset[str]
    template: dict[str, float]
    """Lines of the template on this page, with the share of the site's pages they stand on."""


def sentence(dice: random.Random, words: int) -> str:
    """An invented sentence; never the same twice."""
    return " ".join(dice.choices(_WORDS, k=words)) + f" {dice.choice(_VERBS)}."


def site(name: str, pages: int, dice: random.Random) -> list[MadePage]:
    """The pages of one site."""
    parts = {part: _template(part, dice) for part in ("head", "side", "promo", "foot", "inside")}
    made = []
    for number in range(pages):
        template = {text: share for lines in parts.values() for text, share in lines if _on(number, pages, share)}
        body = [sentence(dice, dice.randint(18, 40)) for _ in range(dice.randint(3, 7))]
        title = sentence(dice, 6)
        blocks = {part: [text for text, _ in lines if text in template] for part, lines in parts.items()}
        made.append(MadePage(_html(name, number, title, body, blocks), frozenset(body), template))
    return made


def _template(part: str, dice: random.Random) -> list[tuple[str, float]]:
    count = {"head": 8, "side": 10, "promo": 3, "foot": 5, "inside": 3}[part]
    long = part in ("promo", "foot", "inside")
    shares = (0.3, 0.5, 1.0) if part == "inside" else (1.0, 1.0, 0.8, 0.5, 0.3)
    words = (9, 16) if long else (2, 4)
    return [(sentence(dice, dice.randint(*words)), shares[n % len(shares)]) for n in range(count)]


def _on(number: int, pages: int, share: float) -> bool:
    """Spread evenly, so that a share of 0.3 is six pages of twenty."""
    return int((number + 1) * share + 1e-9) > int(number * share + 1e-9)


def _html(name: str, number: int, title: str, body: list[str], blocks: dict[str, list[str]]) -> str:
    def items(part: str) -> str:
        return "".join(f'<li><a href="/{part}/{at}">{text}</a></li>' for at, text in enumerate(blocks[part]))

    # What a site says between the paragraphs of its articles looks just like them.
    inside = blocks["inside"]
    texts = [text for pair in zip(body, [*inside, *[""] * len(body)], strict=False) for text in pair if text]
    paragraphs = "".join(f"<p>{text}</p>" for text in texts)
    promo = "".join(f'<div class="promo">{text}</div>' for text in blocks["promo"])
    foot = "".join(f"<p>{text}</p>" for text in blocks["foot"])
    return (
        f'<!doctype html><html lang="fa"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="canonical" href="https://{name}/{number}"></head><body>'
        f'<div class="head"><ul>{items("head")}</ul></div><div class="main"><h1>{title}</h1>{paragraphs}{promo}</div>'
        f'<div class="side"><ul>{items("side")}</ul></div><div class="foot">{foot}</div></body></html>'
    )
