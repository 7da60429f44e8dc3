"""Offers of newsletters, accounts and subscriptions."""

from pipeline.strip.rule import Rule, phrases

SUBSCRIBE: tuple[Rule, ...] = (
    Rule(
        name="subscribe.box",
        class_="subscribe",
        why="An offer of a newsletter, an account or a subscription.",
        find=phrases("subscribe.box", "line", "start", "within", longest=24),
        phrases=("subscribe.box",),
        must_drop=(
            "Sign up for our morning letter",
            "عضویت در خبرنامه",
            "Get the latest stories delivered to your inbox",
        ),
        must_keep=("The union asked its members to wait.",),
        certain=False,
    ),
)
