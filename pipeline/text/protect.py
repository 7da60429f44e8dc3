"""Tokens that are no prose: URLs, e-mail, entities, code, paths, numbers. Nothing may judge or change them.

``tokens`` are of no language. ``shield`` is wider: what Persian normalization must leave byte for byte.
All patterns are linear: every repetition is bounded, or begins only where a token can begin.
"""

import re

Span = tuple[int, int]

_NOT_IN_URL = r"\s<>\"'«»`()\[\]{}،؛|\\^"
_REST = rf"(?:[^{_NOT_IN_URL}]|\([^{_NOT_IN_URL}]*\))"
_TOP_LEVEL = (
    "(?:com|org|net|edu|gov|info|biz|io|ir|uk|de|fr|eu|tr|af|tj|ca|us|ru|cn|tv|me|co|app|dev|news|blog|site"
    "|COM|ORG|NET|IR)"
)
_SUFFIX = (
    "(?:py|js|ts|css|html?|php|aspx?|json|xml|ya?ml|toml|txt|md|pdf|docx?|xlsx?|pptx?|zip|rar|gz|tar|exe|apk"
    "|jpe?g|png|gif|svg|webp|mp[34]|avi|mkv|sh|bat|cpp|java|sql|csv|ini|log)"
)
_TOKEN = re.compile(
    # one look that fails at nearly every letter of Persian, and one for each of what begins anywhere and what begins
    # no word in its midst
    r"(?=[A-Za-z0-9&`{</~@_.%+-])(?:(?=[&`{<])(?:"
    + "|".join(
        (
            r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});",  # entity
            r"`[^`\n]{1,300}`",  # code in Markdown
            r"\{\{[^{}\n]{1,200}\}\}",  # template
            r"</?[A-Za-z!][^<>\n]{0,300}>",  # tag
        )
    )
    + r")|(?<![A-Za-z0-9])(?![&`{<])(?:"
    + "|".join(
        (
            rf"(?<![A-Za-z0-9@:/.-])(?:[A-Za-z][A-Za-z0-9+.-]{{1,15}}://|www\.){_REST}+",  # URL
            r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}",  # e-mail
            # domain
            rf"(?<![A-Za-z0-9@:/.-])(?:[A-Za-z0-9-]{{1,63}}\.){{1,6}}{_TOP_LEVEL}(?![A-Za-z0-9_-]|\.[A-Za-z])"
            rf"(?:/{_REST}*)?",
            rf"(?<![A-Za-z0-9@:/.-])[A-Za-z0-9_-]{{1,80}}\.{_SUFFIX}(?![A-Za-z0-9_-])",  # file
            # path
            r"(?<![A-Za-z0-9_./~:-])(?:[A-Za-z]:\\[A-Za-z0-9_.\\-]{1,200}|~?(?:/[A-Za-z0-9_.+@%-]{1,80}){2,20}/?)",
            # snake_case, f(), --flag=value, @handle
            r"(?<![A-Za-z0-9_.@/-])(?:[A-Za-z0-9]{1,60}(?:_[A-Za-z0-9]{1,60}){1,8}"
            r"|[A-Za-z_]{1,60}(?:\.[A-Za-z_]{1,60}){0,6}\(\)"
            r"|--?[A-Za-z][A-Za-z0-9-]{0,40}(?:=[^\s]{1,80})?|@[A-Za-z0-9_]{2,40})",
        )
    )
    + "))"
)
# A line with none of these holds no token; asking costs a fraction of the pattern.
_MARK = re.compile(r"[@&`/\\_{<.](?:(?<!\.)|(?=[A-Za-z]))")
_TRAILING = ".,;:!?*'…"

# Each pattern begins with a set of characters or a single one, which the regex engine finds fast.
_DIGIT = "0-9۰-۹٠-٩"
# 1,250.50 · 3.12.1 · ۱۳۹۸/۰۵/۱۲ · 12:30 · 70%
_NUMBER = re.compile(rf"[{_DIGIT}]+(?:[.,:/\-–٫٬،’'_][{_DIGIT}]+)*[%٪‰]?")
# U.S.A. · don't · C++ · GPT-4
_LATIN = re.compile(
    r"[A-Za-z\u00c0-\u024f](?:[A-Za-z\u00c0-\u024f0-9]|[.'’&+_\-][A-Za-z\u00c0-\u024f0-9])*(?:\.(?=\s|$)|\+\+?|\#)?"
)
# ه.ق. · ق.م · ج.ا.ا, from their first dot
_ABBREVIATION = re.compile(r"\.(?:(?<=\A[آ-ی]\.)|(?<=[^\w\u200c][آ-ی]\.)) ?[آ-ی](?:\. ?[آ-ی]){0,2}(?![\w\u200c])\.?")
# No amounts: 3.12.1, 192.168.1.10, parted twice by a dot, and 5G, 3D, with a Latin letter behind.
_DOTS_OF_VERSION = 2
_LATIN_LETTER = re.compile("[A-Za-z]")


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of ``text[start:end]`` that are URLs, e-mail addresses, entities, code, file names, paths or handles."""
    spans: list[Span] = []
    stop = len(text) if end is None else end
    while start < stop:
        line_end = text.find("\n", start, stop)
        if line_end < 0:
            line_end = stop
        if (
            _MARK.search(text, start, line_end) is not None
            or text.find(" -", start, line_end) >= 0
            or text.find("()", start, line_end) >= 0
        ):
            spans += [(m.start(), _trimmed(text, *m.span())) for m in _TOKEN.finditer(text, start, line_end)]
        start = line_end + 1
    return spans


def shield(text: str, start: int = 0, end: int | None = None, *, numbers: bool = True) -> list[Span]:
    """Spans of ``text[start:end]`` that are spelled as they are, beside ``tokens``; in no order, and they may overlap.

    Numbers with their separators, Latin words and codes, abbreviations. Without ``numbers`` amounts, dates and times
    are left out, and of numbers only versions, IP addresses and those of names such as 5G are in.
    """
    stop = len(text) if end is None else end
    spans = [m.span() for m in _LATIN.finditer(text, start, stop)]
    spans += [(m.start() - 1, m.end()) for m in _ABBREVIATION.finditer(text, start, stop)]
    for m in _NUMBER.finditer(text, start, stop):
        if numbers or m[0].count(".") >= _DOTS_OF_VERSION or _LATIN_LETTER.match(text, m.end()):
            spans.append(m.span())
    return spans


def _trimmed(text: str, start: int, end: int) -> int:
    """The end of a token without the punctuation of the sentence around it."""
    if text[start] in "&`{<":
        return end
    while end > start + 1 and text[end - 1] in _TRAILING:
        end -= 1
    return end
