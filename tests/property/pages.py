"""Random pages for the laws: text and HTML pages of invented articles among invented furniture, and plain noise."""

from hypothesis import strategies as st

PERSIAN = [
    "باران دیروز رودخانه را پرآب کرد و کشاورزان می‌گویند این آب برای کشت پاییزه بس است.",
    "شهردار در نشست خبری گفت ساخت پل تازه تا پایان سال به انجام می‌رسد و راه‌ها بسته نمی‌شود.",
    "نشست در ۱۱ اسفند ۱۳۹۸ برگزار شد و نامهٔ آنان به info@site.example فرستاده شد.",
    "كتابخانه‌ي شهر ساعت ۸ صبح باز می شود و نسخه 3.12.1 برنامه را به کار می‌برد.",
    "آنها کتاب ها را خریدند؛ نشانی https://example.com/a?x=1 در دسترس است.",
]
ENGLISH = [
    "The river rose by two metres overnight, and the farmers of the valley moved their herds to higher ground.",
    "Officials said on 1 March 2020 that the bridge would stay closed until engineers had looked at its piers.",
    "“We did not expect so much water,” the mayor told reporters — and nobody else had expected it either.",
    "The agreement of 11 Esfand 1398 was signed in two languages and entered into force a month later.",
]
FURNITURE = [
    "Follow us:",
    "Share this article",
    "کد خبر: ۱۲۳۴۵۶",
    "۸ + ۵ =",
    "XS",
    "بازدید 39171",
    "تاریخ انتشار: ۱۱ اسفند ۱۳۹۸ - ۱۱:۳۴",
    "Related stories",
    "Home | News | Contact",
    "چاپ",
    "# آب # باران",
    "انتهای پیام",
    "Page generated in 0.2 seconds",
    "",
]
MIXED = ["واژهٔ API در این متن به کار رفته است.", "او گفت «open source» راه ماست.", "نسخهٔ Python 3.12 را نصب کنید."]

lines = st.one_of(
    st.sampled_from(PERSIAN + ENGLISH + MIXED),
    st.sampled_from(FURNITURE),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60),
)
text_pages = st.lists(lines, max_size=25).map("\n".join)

_tags = st.sampled_from(
    ["p", "div", "li", "h1", "h2", "td", "span", "a", "blockquote", "section", "footer", "nav", "pre"]
)


@st.composite
def html_pages(draw: st.DrawFn) -> str:
    """A page of nested tags around the lines; not every tag is closed."""
    out = [
        "<!doctype html><html><head><meta charset=utf-8><title>",
        draw(st.sampled_from(ENGLISH)),
        "</title></head><body>",
    ]
    for text in draw(st.lists(lines, max_size=20)):
        tag = draw(_tags)
        escaped = text.replace("&", "&amp;").replace("<", "&lt;")
        out.append(f"<{tag}>{escaped}" + (f"</{tag}>" if draw(st.booleans()) else ""))
        if draw(st.integers(0, 5)) == 0:
            out.append("<div class='x'>")
    return "".join(out)


pages = st.one_of(text_pages, html_pages())
