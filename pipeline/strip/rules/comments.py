"""Comments and the form to write one."""

from pipeline.strip.rule import Rule, phrases

COMMENTS: tuple[Rule, ...] = (
    Rule(
        name="comments.notice",
        class_="comments",
        why="What the site asks of those who write comments.",
        find=phrases("comments.form", "start", "within", longest=40),
        phrases=("comments.form",),
        must_drop=(
            "Your email address will not be published.",
            "لطفا نظرات خود را به فارسی بنویسید.",
            "شما در حال پاسخ به نظر «» هستید.",
        ),
        must_keep=("Her comments were read out in parliament.",),
    ),
    Rule(
        name="comments.form",
        class_="comments",
        why="Headings, fields and buttons of the comments.",
        find=phrases("comments.form", "line"),
        phrases=("comments.form",),
        must_drop=("Leave a comment", "نظر شما", "ایمیل:"),
        must_keep=("Name the three rivers.",),
        certain=False,
    ),
)
