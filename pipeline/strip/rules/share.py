"""Buttons, names of networks and links to pass a page on."""

from pipeline.strip import shapes
from pipeline.strip.rule import Rule, phrases

SHARE: tuple[Rule, ...] = (
    Rule(
        name="share.button",
        class_="share",
        why="The alternative text of a share button's icon.",
        find=phrases("share.button", "within", longest=8),
        phrases=("share.button",),
        must_drop=("pinterest-white sharing button",),
        must_keep=("The minister pressed the share button by mistake and sent the draft to every reporter in town.",),
    ),
    Rule(
        name="share.header",
        class_="share",
        why="An invitation to share, print, save or follow.",
        find=phrases("share.header", "line", "start", "label", longest=9),
        phrases=("share.header",),
        must_drop=(
            "Share this article",
            "Follow us:",
            "اشتراک‌گذاری",
            "نسخه چاپی",
            "لینک کوتاه:",
            "این را به اشتراک بگذارید:",
            "ارسال به ایمیل",
        ),
        must_keep=(
            "Share prices fell on Monday.",
            "چاپ نخست این کتاب پیش از عید تمام شد.",
            "ارسال به شهرستان چند روز طول می‌کشد؟",
        ),
        certain=False,
    ),
    Rule(
        name="share.network",
        class_="share",
        why="Names of networks in a row are buttons.",
        find=shapes.in_company("share.network", "share.header"),
        phrases=("share.network",),
        must_drop=(
            ">> Facebook\n>> Telegram\nThe council met on Sunday and agreed on the budget.",
            "اشتراک‌گذاری\n>> تلگرام\n>> توییتر",
        ),
        must_keep=(">> Telegram\nThe company was founded in 2013 and moved from city to city for years.",),
    ),
    Rule(
        name="share.address",
        class_="share",
        why="An address alone on its line is the short link of the page.",
        find=shapes.bare_address,
        must_drop=("https://news.example/x/12",),
        must_keep=("The report is at https://news.example/x/12 in full.",),
        certain=False,
    ),
)
