"""A grammar of mixed Persian text: words, bad spacing, and tokens that must come through unchanged."""

from hypothesis import strategies as st

TOKENS = [
    "https://example.com/a?x=1&y=2",
    "http://example.ir/باران/برف-۲",
    "www.example.org/path",
    "info@example.ir",
    "first.last+tag@mail.example.com",
    "1,250.50",
    "۱۲٬۵۰۰",
    "۳٫۱۴",
    "42",
    "٪۷۰",
    "85%",
    "3.12.1",
    "192.168.1.10",
    "1398/05/12",
    "۱۴۰۱/۷/۲۲",
    "2021-03-04",
    "12:30",
    "021-88776655",
    "`git commit -m`",
    "</b>",
    "&nbsp;",
    "U.S.A.",
    "GPT-4",
    "C++",
    "iPhone",
    "report_final.pdf",
    "/usr/local/bin",
    "--force",
    "@zolal_news",
    "ه.ق.",
]
WORDS = [
    "كتاب", "کتاب", "خانه", "می", "نمی", "شود", "رود", "ها", "های", "اند", "و", "در", "باران", "نامهٔ", "آب", "ترین",
    "بزرگ", "رئيس", "سلام", "ســلام", "ﺑﺎﻍ", "می\u200cرود", "خانه\u200c\u200cها", "می\u200fآید", "ﷺ", "درختان",
]  # fmt: skip
GAPS = [" ", "  ", "\u00a0", " ، ", "، ", " . ", "\n", " « ", " » ", " ( ", ") ", "\t", " \u200c"]


@st.composite
def mixed_texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text and the spans of its tokens. Tokens stand between white space, as on a page."""
    text = "این باران در باغ ما "
    spans: list[tuple[int, int]] = []
    for is_token in draw(st.lists(st.booleans(), min_size=1, max_size=12)):
        if is_token:
            token = draw(st.sampled_from(TOKENS))
            text += " "
            spans.append((len(text), len(text) + len(token)))
            text += token + " "
        else:
            text += draw(st.sampled_from(WORDS)) + draw(st.sampled_from(GAPS))
    return text, spans
