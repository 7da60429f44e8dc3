"""Pages for the tests of the engine: many, small, all of our own making, each different from the others."""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

_PLACES = ("کوهپایه", "سرچشمه", "باغستان", "رودبار", "دشت سبز", "چشمه‌علی", "تنگ بالا")
_THINGS = ("پل تازه", "کتابخانه", "بازارچه", "ایستگاه هواشناسی", "کارگاه سفال", "باغ گیاه‌شناسی")
_WHO = ("شهردار", "یکی از کشاورزان", "مدیر مدرسه", "سرپرست کارگاه", "یکی از ساکنان")
_MONTHS = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")


def article(number: int) -> str:
    """An invented news page with the furniture of its site."""
    place, thing = _PLACES[number % 7], _THINGS[number % 6]
    who, month = _WHO[number % 5], _MONTHS[number % 12]
    title = f"{thing} {place} پس از {number + 2} ماه باز شد"
    return f"""<!doctype html><html lang="fa" dir="rtl"><head><meta charset="utf-8"><title>{title} | پیک روستا</title>
<link rel="canonical" href="https://peyk.example/news/{number}"></head><body>
<ul class="menu"><li><a href="/">خانه</a></li><li><a href="/eco">اقتصاد</a></li><li><a href="/art">هنر</a></li></ul>
<h1>{title}</h1><div class="stamp">تاریخ انتشار: {number % 28 + 1} {month} ۱۴۰۲ - ۱۰:{number % 50 + 10}</div>
<div class="body"><p>{who} امروز گفت که {thing} {place} با کمک {number + 3} نفر از مردم همان‌جا ساخته شده است و از
هفته آینده هر روز تا غروب باز می‌ماند.</p>
<p>به گفته او، کار از {number % 28 + 1} {month} ۱۴۰۱ آغاز شد و هزینه آن را خود روستاها پرداختند؛ چیزی که شماره
{number} این گزارش‌ها هم پیش‌تر به آن اشاره کرده بود.</p>
<p>The bridge at kilometre {number} was measured by volunteers, and the results will be printed next month.</p></div>
<div class="share"><a href="#">اشتراک‌گذاری</a> <a href="#">چاپ</a></div>
<div class="foot">همه حقوق برای پیک روستا محفوظ است</div></body></html>
"""


def write_folder(folder: Path, count: int) -> None:
    """``count`` pages in folders of twenty-five."""
    for number in range(count):
        path = folder / f"{number // 25:03d}" / f"news-{number:05d}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(number), encoding="utf-8")


def write_warc(path: Path, count: int) -> None:
    """A WARC file of ``count`` answers, each with the request beside it as crawlers write them."""
    with path.open("wb") as file:
        for record in warc_records(count):
            file.write(gzip.compress(record, mtime=0) if path.suffix == ".gz" else record)


def warc_records(count: int) -> Iterator[bytes]:
    """Requests and responses in turn."""
    for number in range(count):
        url = f"https://peyk.example/news/{number}"
        yield record("request", url, f"{number:012d}-q", b"GET / HTTP/1.1\r\nHost: peyk.example\r\n\r\n", "http")
        yield record("response", url, f"{number:012d}-r", http(article(number).encode()), "http")


def http(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """An HTTP answer."""
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def record(kind: str, url: str, name: str, block: bytes, content: str = "text/plain") -> bytes:
    """A WARC record; ``content`` http stands for the long name of HTTP messages."""
    declared = f"application/http; msgtype={kind}" if content == "http" else content
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{name}>\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2024-05-01T08:30:00Z\r\nContent-Type: {declared}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def tree(folder: Path) -> dict[str, bytes]:
    """Every output below a folder of documents, without what tells of the run itself."""
    own = {"_run.json", "_state.sqlite", "_lock"}
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in sorted(found.items()) if name not in own}


def as_stream(data: bytes) -> io.BytesIO:
    """Bytes as an open file."""
    return io.BytesIO(data)
