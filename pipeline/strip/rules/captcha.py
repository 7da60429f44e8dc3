"""Gates and riddles that keep robots out."""

from pipeline.strip import shapes
from pipeline.strip.rule import Rule, phrases

CAPTCHA: tuple[Rule, ...] = (
    Rule(
        name="captcha.sum",
        class_="captcha",
        why="A small sum to solve keeps robots out of the comments.",
        find=shapes.sum_to_solve,
        must_drop=("7 + 4 =", "۳ + ۹ ="),
        must_keep=("The sum 7 + 4 = 11 is easy.", "2 + 2"),
    ),
    Rule(
        name="captcha.form",
        class_="captcha",
        why="The label of a field to type a security code into.",
        find=phrases("captcha.form", "line", "start"),
        phrases=("captcha.form",),
        must_drop=(
            "Security Key:",
            "Captcha refresh",
            "کد امنیتی:",
            "لطفا حاصل عبارت زیر را بنویسید",
            "جمع ۴ و ۹ را وارد کنید",
        ),
        must_keep=(
            "The security key to the region is trade.",
            "کد امنیتی ساختمان دیروز عوض شد و کارکنان پشت در ماندند تا نگهبان برسد و آن را باز کند.",
        ),
    ),
    Rule(
        name="captcha.wall",
        class_="captcha",
        why="A gate that checks for robots stands where the page should be.",
        find=phrases("captcha.wall", "start", "within", longest=30),
        phrases=("captcha.wall",),
        must_drop=("Checking your browser before you go on", "Please wait while we verify your connection"),
        must_keep=(
            "The browser wars were long, and checking your browser version was a habit of those years, "
            "says the historian who wrote the book.",
        ),
    ),
)
