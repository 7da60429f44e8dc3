"""Raw folders for runs of flows: invented pages, the same ones for the same arguments."""

import random
from pathlib import Path

_OPENINGS = ("شهرداری", "ادارهٔ آب", "دانشگاه", "انجمن کتاب", "باشگاه کوهنوردی", "موزهٔ فرش")
_VERBS = ("اعلام کرد", "خبر داد", "برنامه‌ریزی کرد", "گزارش داد", "پیشنهاد کرد")
_THINGS = (
    "ساعت کار کتابخانه‌های محله از شنبه تغییر می‌کند",
    "مسیر تازهٔ دوچرخه تا پایان پاییز باز می‌شود",
    "نمایشگاه دست‌بافته‌ها یک هفته دیگر ادامه دارد",
    "ثبت‌نام کلاس‌های خوشنویسی آغاز شده است",
    "باران دیروز سطح آب سد را کمی بالا برد",
)
_FURNITURE = "<div class=share>اشتراک‌گذاری در تلگرام</div><div class=tags>برچسب‌ها: شهر، آب</div>"


def page(number: int, paragraphs: int = 12) -> str:
    """A Persian news page."""
    draw = random.Random(number)
    body = "".join(
        f"<p>{draw.choice(_OPENINGS)} {draw.choice(_VERBS)} که {draw.choice(_THINGS)} و {draw.choice(_THINGS)}."
        f" شمارهٔ این گزارش {draw.randrange(10**6)} است.</p>\n"
        for _ in range(paragraphs)
    )
    title = f"{draw.choice(_OPENINGS)}: {draw.choice(_THINGS)}"
    return (
        f"<!doctype html><html lang=fa dir=rtl><head><meta charset=utf-8><title>{title}</title></head><body>"
        f"<nav><a href=/>خانه</a> <a href=/city>شهر</a></nav><article><h1>{title}</h1>"
        f"<time datetime=2024-0{draw.randint(1, 9)}-1{draw.randint(0, 9)}>{draw.randint(10, 28)} آبان ۱۴۰۳</time>\n"
        f"{body}</article>{_FURNITURE}</body></html>"
    )


def write(folder: Path, count: int, *, first: int = 0, paragraphs: int = 12) -> None:
    """``count`` pages, fifty a folder."""
    for number in range(first, first + count):
        path = folder / f"{number // 50:03}" / f"{number:05}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(number, paragraphs), encoding="utf-8")


def outputs(clean: Path) -> dict[str, bytes]:
    """The documents below a clean folder; what tells of runs (state, numbers, report) is left out."""
    return {
        str(path.relative_to(clean)): path.read_bytes()
        for path in sorted(clean.rglob("*"))
        if path.is_file() and not (path.parent == clean and path.name.startswith(("_", ".", "report.")))
    }
