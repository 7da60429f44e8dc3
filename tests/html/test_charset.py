"""Bytes to text: the declaration is a hint, the bytes decide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PageError
from pipeline.html.charset import decode, is_html
from pipeline.model import Outcome

PERSIAN = "باران دیشب کوچه‌های شهر را شست و صبح امروز هوای تازه‌ای به خانه‌ها آورد."
OLD_PERSIAN = "باران ديشب کوچه هاي شهر را شست و صبح امروز هواي تازه اي به خانه ها آورد؛ پنجره ها را باز کردند."
TEXTS = {
    "cp1256": OLD_PERSIAN,
    "cp1251": "Вечером на площади играл оркестр, и люди долго не расходились по домам.",
    "koi8-r": "Вечером на площади играл оркестр, и люди долго не расходились по домам.",
    "cp1253": "Το βράδυ στην πλατεία έπαιζε μια ορχήστρα και ο κόσμος έμεινε μέχρι αργά.",
    "iso8859-2": "Wieczorem na rynku grała orkiestra, więc ludzie długo nie chcieli wracać do domów.",
    "cp1252": "Le soir, un orchestre a joué sur la place et les gens sont restés très tard à écouter.",
    "gb18030": "晚上广场上有一个乐队在演奏，人们听了很长时间，都不想回家。",
    "big5hkscs": "晚上廣場上有一個樂隊在演奏，人們聽了很長時間，都不想回家。",
    "cp932": "夜になると広場で楽団が演奏し、人々はなかなか家に帰りませんでした。",
    "euc_jp": "夜になると広場で楽団が演奏し、人々はなかなか家に帰りませんでした。",
    "cp949": "저녁에 광장에서 악단이 연주를 했고 사람들은 오래도록 집에 가지 않았다.",
    "cp1255": "בערב ניגנה תזמורת בכיכר והאנשים נשארו עד שעה מאוחרת ולא רצו ללכת הביתה.",
    "cp874": "ตอนเย็นมีวงดนตรีเล่นที่ลานกว้าง และผู้คนก็ไม่อยากกลับบ้าน",
}


def page(text: str, charset: str | None = None) -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}<title>t</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("codec", TEXTS)
def test_old_encodings_are_known_without_a_declaration(codec: str) -> None:
    found = decode(page(TEXTS[codec]).encode(codec))
    assert TEXTS[codec] in found.text
    assert found.encoding_from == "scored"


@pytest.mark.parametrize("codec", TEXTS)
def test_a_true_declaration_is_believed(codec: str) -> None:
    found = decode(page(TEXTS[codec], codec).encode(codec))
    assert TEXTS[codec] in found.text
    assert found.encoding_from == "meta"


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1256", "utf-16", "gb2312", "no-such-charset"])
def test_valid_utf8_is_utf8_whatever_it_declares(declared: str) -> None:
    found = decode(page(PERSIAN, declared).encode())
    assert PERSIAN in found.text
    assert found.encoding == "utf-8"


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1251"])
def test_a_false_declaration_is_seen_through(declared: str) -> None:
    found = decode(page(OLD_PERSIAN, declared).encode("cp1256"))
    assert OLD_PERSIAN in found.text
    assert (found.encoding, found.encoding_from) == ("cp1256", "scored")


def test_the_header_comes_before_the_page() -> None:
    found = decode(page(TEXTS["cp1251"], "koi8-r").encode("cp1251"), "text/html; charset=windows-1251")
    assert TEXTS["cp1251"] in found.text
    assert found.encoding_from == "http"


def test_a_declared_encoding_outside_our_table_is_tried() -> None:
    found = decode(page("Köln – Tromsø", "macintosh").encode("mac-roman"))
    assert "Köln – Tromsø" in found.text
    assert found.encoding_from == "meta"


def test_latin_1_means_windows_1252() -> None:
    assert "“so” – 5 €" in decode(page("“so” – 5 €", "iso-8859-1").encode("cp1252")).text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(codec: str) -> None:
    found = decode(page(PERSIAN, "windows-1256").encode(codec))
    assert PERSIAN in found.text
    assert not found.text.startswith("\ufeff")
    assert found.encoding_from == "bom"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(codec: str) -> None:
    assert PERSIAN in decode(page(PERSIAN + " plain words " * 40).encode(codec)).text


def test_a_few_broken_bytes_leave_utf8_alone() -> None:
    data = page(PERSIAN * 20).encode() + b"<p>cut \xd9</p>"
    found = decode(data)
    assert found.encoding == "utf-8"
    assert found.text.count("\ufffd") == 1


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (b"\xff" * 5000, Outcome.NOT_TEXT),
        (b"\xff\xfe" * 2500, Outcome.NOT_TEXT),
        (b"\x00" * 5000, Outcome.NOT_TEXT),
        (b"%PDF-1.7 some bytes", Outcome.NOT_TEXT),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, Outcome.NOT_TEXT),
        (b"\x1f\x8b\x08\x00half an archive", Outcome.NOT_TEXT),
        (bytes(range(32)) * 100, Outcome.NOT_TEXT),
        (b"x" * 200, Outcome.TOO_BIG),
    ],
)
def test_what_is_no_page(data: bytes, outcome: Outcome) -> None:
    with pytest.raises(PageError) as caught:
        decode(data, max_bytes=100 if outcome is Outcome.TOO_BIG else 1_000_000)
    assert caught.value.outcome is outcome
    assert str(caught.value).endswith(".")


def test_an_empty_page_is_an_empty_text() -> None:
    assert decode(b"").text == ""
    assert not decode(b"").is_html


def test_a_lone_surrogate_in_a_given_text_is_replaced() -> None:
    assert decode("a\ud800b").text == "a\ufffdb"


@pytest.mark.parametrize(
    ("text", "content_type", "expected"),
    [
        ("<!DOCTYPE html><p>x", None, True),
        ("\n <html><body>x", None, True),
        ("<p>one</p><p>two</p>", None, True),
        ("no tags at all", None, False),
        ("a < b and c > d", None, False),
        ("the tag <b> makes letters bold", None, False),
        ("# Title\n\nA text with <br> in it.\n" + "And many more words. " * 400, None, False),
        ("<p>one</p><p>two</p>", "text/plain; charset=utf-8", False),
        ("nothing", "text/html", True),
        ("nothing", "application/xhtml+xml", True),
        ("<html><body>x", "application/octet-stream", True),
    ],
)
def test_html_or_not(text: str, content_type: str | None, expected: bool) -> None:
    assert is_html(text, content_type) is expected


@given(st.binary(max_size=2000))
def test_any_bytes_give_a_text_or_a_named_outcome(data: bytes) -> None:
    try:
        outcome, text = None, decode(data).text
    except PageError as error:
        outcome, text = error.outcome, ""
    assert outcome in (None, Outcome.NOT_TEXT, Outcome.DECODE_FAILED)
    assert text.encode().decode() == text


@given(st.text(max_size=500))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    text = "".join(char for char in text if char.isprintable()) + "é"
    assert decode(text.encode()).text == text.removeprefix("\ufeff")
