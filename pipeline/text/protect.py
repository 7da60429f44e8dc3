"""Tokens that are no prose: URLs, e-mail, entities, code, paths, numbers. Nothing may judge or change them.

``tokens`` are of no language. ``shield`` is wider: what Persian normalization must leave byte for byte.
All patterns are linear: every repetition is bounded or begins only where a token can begin.
"""

import re

Span = tuple[int, int]

_URL = r"""(?:[a-z][a-z0-9+.-]{1,15}://|www\.)(?:[^\s<>"'«»`()\[\]{}،؛|\\^]|\([^\s<>"'«»`()\[\]{}،؛|\\^]*\))+"""
_EMAIL = r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}"
_DOMAIN = (
    r"(?:[a-z0-9-]{1,63}\.){1,6}"
    r"(?:com|org|net|edu|gov|info|biz|io|ir|uk|de|fr|eu|tr|af|tj|ca|us|ru|cn|tv|me|co|app|dev|news|blog|site)\b"
    r"(?!\.?[\w-])(?:/[^\s<>\"'«»`()\[\]{}،؛|\\^]*)?"
)
_FILE = (
    r"[\w-]{1,80}\.(?:py|js|ts|css|html?|php|aspx?|json|xml|ya?ml|toml|txt|md|pdf|docx?|xlsx?|pptx?|zip|rar|gz|tar"
    r"|exe|apk|jpe?g|png|gif|svg|webp|mp[34]|avi|mkv|sh|bat|cpp|java|sql|csv|ini|log)\b(?![\w-])"
)
_PATH = r"(?:[a-z]:\\[\w.\\ -]{1,200}|~?(?:/[\w.+@%-]{1,80}){2,20}/?)"
_NAME = r"(?:\w{1,60}(?:_\w{1,60}){1,8}|\w{1,60}(?:\.\w{1,60}){0,6}\(\)|-{1,2}[a-z][\w-]{0,40}(?:=\S{1,80})?)"

_LOOSE = re.compile(
    "|".join(
        (
            r"&(?:[a-z][a-z0-9]{1,31}|\#[0-9]{1,7}|\#x[0-9a-f]{1,6});",
            r"`[^`\n]{1,300}`",
            r"\{\{[^{}\n]{1,200}\}\}",
            r"</?[a-z!][^<>\n]{0,300}>",
            rf"(?<![a-z0-9._%+@:/-])(?:{_URL}|{_EMAIL}|{_DOMAIN}|{_FILE})",
            rf"(?<![\w./~:-]){_PATH}",
            rf"(?<![\w.@/-])(?:{_NAME}|@[a-z0-9_]{{2,40}})",
        )
    ),
    re.IGNORECASE | re.ASCII,
)
# A line without these holds none of the tokens: the test costs a fraction of the pattern.
_MAYBE = re.compile(r"[@&`/\\_{<]|\.[A-Za-z]|\(\)|(?<![\w-])-{1,2}[A-Za-z]")
_TRAILING = ".,;:!?*'…"

_DIGIT = "0-9۰-۹٠-٩"
_NUMBER = re.compile(
    # a number with its separators, sign, unit mark and letters that belong to it: 1,250.50 · 3.12.1 · ۱۳۹۸/۰۵/۱۲ · 12:30 · 70%
    rf"[+\-−]?[{_DIGIT}](?:[{_DIGIT}]|[.,:/\-–٫٬،’'_][{_DIGIT}])*[%٪‰]?"
    # a Latin word, name or code, with the marks inside it: U.S.A. · don't · C++ · GPT-4
    r"|[A-Za-z\u00c0-\u024f](?:[A-Za-z\u00c0-\u024f0-9]|[.'’&+_\-][A-Za-z\u00c0-\u024f0-9])*(?:\.(?=\s|$)|\+\+?|\#)?"
    # ه.ق. · ق.م · ج.ا.ا
    r"|(?<![\w\u200c])[آ-ی](?:\. ?[آ-ی]){1,3}(?![\w\u200c])\.?"
)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of ``text[start:end]`` that are URLs, e-mail addresses, entities, code, file names, paths or handles."""
    stop = len(text) if end is None else end
    if _MAYBE.search(text, start, stop) is None:
        return []
    return [(m.start(), _trimmed(text, m.start(), m.end())) for m in _LOOSE.finditer(text, start, stop)]


def shield(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans no normalization may touch: ``tokens``, numbers with their separators, Latin words, abbreviations."""
    stop = len(text) if end is None else end
    spans: list[Span] = []
    at = start
    for first, last in [*tokens(text, start, stop), (stop, stop)]:
        spans.extend(m.span() for m in _NUMBER.finditer(text, at, first))
        if last > first:
            spans.append((first, last))
        at = last
    return spans


def _trimmed(text: str, start: int, end: int) -> int:
    """The end of a token without the punctuation of the sentence around it."""
    if text[start] in "&`{<":
        return end
    while end > start + 1 and text[end - 1] in _TRAILING:
        end -= 1
    return end
