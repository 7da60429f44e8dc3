import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.protect import shield, tokens


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نشانی https://example.ir/a?x=1&y=۲ است.", ["https://example.ir/a?x=1&y=۲"]),
        ("(http://example.com/wiki/Tea_(drink))", ["http://example.com/wiki/Tea_(drink)"]),
        ("[پیوند](https://example.com/fa)، سپس", ["https://example.com/fa"]),
        ("ببینید www.example.org.", ["www.example.org"]),
        ("به example.co.uk/blog بروید", ["example.co.uk/blog"]),
        ("بنویسید به news.desk@example.com.", ["news.desk@example.com"]),
        ("چای &amp; نان&nbsp;تازه &#8204; &#x200c;", ["&amp;", "&nbsp;", "&#8204;", "&#x200c;"]),
        ("دستور `rm -r پوشه` را بزنید", ["`rm -r پوشه`"]),
        ("الگوی {{نام|۲}} و <b>متن</b>", ["{{نام|۲}}", "<b>", "</b>"]),
        ("در /usr/local/bin و C:\\Users\\ali", ["/usr/local/bin", "C:\\Users\\ali"]),
        ("پروندهٔ report_final.pdf و main.py", ["report_final.pdf", "main.py"]),
        ("متغیر max_size و تابع run() با --force", ["max_size", "run()", "--force"]),
        ("از @rood_khane پرسیدیم", ["@rood_khane"]),
        ("#باران_بهاری", []),
        ("نرخ 3.5 درصد و ۱۲/۵ شد و/یا نشد", []),
        ("A well-known fact. Next sentence.", []),
        ("Mr. Smith (b. 1950) said so.", []),
    ],
)
def test_tokens_of_no_language(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("بهای ۱,۲۵۰.۵۰ تومان", "۱,۲۵۰.۵۰"),
        ("نسخهٔ 3.12.1 آمد", "3.12.1"),
        ("روز 1401/07/22 بود", "1401/07/22"),
        ("ساعت ۱۲:۳۰ رسید", "۱۲:۳۰"),
        ("تلفن 021-66554433 است", "021-66554433"),
        ("رشد ۷۰٪ داشت", "۷۰٪"),
        ("سال ۶۱ ه.ق. بود", "ه.ق."),
        ("سدهٔ ۳ ق.م بود", "ق.م"),
        ("در U.S.A. ماند", "U.S.A."),
        ("زبان C++ و C# را", "C++"),
        ("مدل GPT-4 آمد", "GPT-4"),
    ],
)
def test_the_shield_holds_numbers_abbreviations_and_latin_words(text: str, kept: str) -> None:
    assert kept in [text[start:end] for start, end in shield(text)]


def test_without_numbers_only_versions_and_addresses_stay_shielded() -> None:
    text = "۱۲ نفر، نسخهٔ 3.12.1، نشانی 10.0.0.1، بهای 1,200.50 و شبکهٔ 5G"
    assert [text[start:end] for start, end in sorted(shield(text, numbers=False))] == ["3.12.1", "10.0.0.1", "5", "G"]


@given(st.text(alphabet="aب.@/:_-&;`<>(){}[] \n۱1\\#%", max_size=60))
def test_spans_are_in_order_inside_the_text_and_on_one_line(text: str) -> None:
    last = 0
    for start, end in tokens(text):
        assert last <= start < end <= len(text)
        assert "\n" not in text[start:end]
        last = end


@pytest.mark.parametrize("unit", ["a", "a.", "/a", "<a", "`", "{{", "http://a(", "a_", "a@", "&a", "1,", "ا. "])
def test_hostile_repetition_comes_to_an_end(unit: str) -> None:
    # quadratic work on this length would run into the time limit of the test
    text = unit * 100_000
    assert all(start < end for start, end in [*tokens(text), *shield(text)])
