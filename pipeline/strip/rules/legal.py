"""Rights, terms, cookies and who built the site."""

from pipeline.strip.rule import Rule, phrases

LEGAL: tuple[Rule, ...] = (
    Rule(
        name="legal.rights",
        class_="legal",
        why="Rights, terms, cookies and who built the site.",
        find=phrases("legal.rights", "start", "within", longest=40),
        phrases=("legal.rights",),
        must_drop=(
            "© 2020 Example Daily. All rights reserved.",
            "تمامی حقوق این سایت محفوظ است",
            "طراحی و تولید: نمونه",
        ),
        must_keep=("The court said the rights of the workers were not kept.",),
    ),
    Rule(
        name="legal.links",
        class_="legal",
        why="Links to terms and privacy.",
        find=phrases("legal.rights", "line"),
        phrases=("legal.rights",),
        must_drop=("Privacy Policy", "شرایط استفاده"),
        must_keep=("Privacy is the first thing to go.",),
        certain=False,
    ),
)
