"""Rules that came after the models were trained: they decide, and the models are told nothing of them.

Each is ``certain``, and moves to the file of its class when the models are trained again.
"""

from pipeline.strip import shapes
from pipeline.strip.rule import Rule, labels, phrases

LATER: tuple[Rule, ...] = (
    Rule(
        name="share.invite",
        class_="share",
        why="What a share button says to those who cannot see it.",
        find=phrases("share.invite", "start", longest=14),
        phrases=("share.invite",),
        must_drop=(
            "Click to share on Facebook (Opens in new window)",
            "برای اشتراک در توییتر کلیک کنید (در پنجرهٔ تازه باز می‌شود)",
        ),
        must_keep=(
            "Click through the gallery to see the harbour.",
            "برای اشتراک در بهره‌برداری از چاه‌های روستا، کشاورزان تعاونی تازه‌ای ساخته‌اند که از مهر به کار می‌افتد.",
        ),
        learned=False,
    ),
    Rule(
        name="share.follow",
        class_="share",
        why="An invitation to follow the site on a network.",
        find=shapes.follow_us,
        must_drop=(
            "Follow the Opinion section on Facebook, Twitter and Instagram.",
            "Follow us on Twitter @example",
            "ما را در اینستاگرام دنبال کنید.",
            "به کانال خبری نمونه در تلگرام بپیوندید",
        ),
        must_keep=(
            "Follow the river on foot and you come to the mill.",
            "Her followers on Twitter and Facebook wrote to the mayor.",
            "مردم می‌خواهند به این کانال آب بپیوندند.",
        ),
        learned=False,
    ),
    Rule(
        name="other.printed",
        class_="other",
        why="Where the story was printed, and what the paper thinks of letters.",
        find=phrases("other.printed", "start", "within", longest=60),
        phrases=("other.printed",),
        must_drop=(
            "A version of this article appears in print on May 4, 2023, Section A, Page 22 of the Northern edition.",
            "The Example is committed to publishing a diversity of letters to the editor.",
        ),
        must_keep=(
            "A version of the song appeared on her first record.",
            "He wrote letters to the editor all his life.",
        ),
        learned=False,
    ),
    Rule(
        name="timestamp.byline",
        class_="timestamp",
        why="A line over the text that says who wrote it, or under what section, and when.",
        find=shapes.stamped_byline,
        must_drop=(
            ">> by Sara Example | Mar 14, 2019 | Gardens | 3 comments\n"
            "The council met on Sunday for two hours and agreed on the budget of the coming year.",
            ">> Posted on February 9, 2018 by Sara Example\n"
            "The council met on Sunday for two hours and agreed on the budget of the coming year.",
            "Rain delays the derby again | Bakers ask for cheaper flour this year | Old bridge closed for repairs\n"
            ">> | @sara | 02 Mar 2020, 01:39 pm\n"
            "The council met on Sunday for two hours and agreed on the budget of the coming year.",
            ">> سارا نمونه | ۱۲ بهمن ۱۴۰۱ | زمان مطالعه: ۵ دقیقه\n"
            "شورای شهر دیروز دو ساعت گفت‌وگو کرد و بودجهٔ سال آینده را به تصویب رساند.",
        ),
        must_keep=(
            ">> On 14 March 2019 the mayor left\n"
            "The council met on Sunday for two hours and agreed on the budget of the coming year.",
            "The council met on Sunday for two hours and agreed on the budget of the coming year.\n"
            ">> Harbour | 14 March 2019 | cloudy",
        ),
        learned=False,
    ),
    Rule(
        name="caption.ending",
        class_="caption",
        why="A line that ends with the name of its photographer is a caption.",
        find=shapes.credited_caption,
        must_drop=(
            "Loaves cool on the sill of the new bakery; عکس: سارا نمونه",
            "حبیب نمونه کنار کتابخانهٔ سیار در روستا؛ عکس: الهام نمونه",
            "A row of young oaks beside the river. Picture: Example Herald",
            "حبیب نمونه کنار کتابخانهٔ سیار / عکس از الهام نمونه",
        ),
        must_keep=(
            "He held up the picture: it was blank.",
            "The archive holds the letters / photographs of the first houses.",
            "در این عکس: سه کودک کنار رود نشسته‌اند و به قایقی که دور می‌شود نگاه می‌کنند.",
            "She explained the image: a harbour, two boats, and a man who waves.",
        ),
        learned=False,
    ),
    Rule(
        name="endmark.signs",
        class_="endmark",
        why="The signs of the two who wrote and edited, under the last paragraph.",
        find=shapes.end_signs,
        must_drop=(
            "The council met on Sunday for two hours and agreed on the budget of the coming year.\n>> SKH/PR",
            "The council met on Sunday for two hours and agreed on the budget of the coming year.\n>> ۹۱۲۲**۱۴۱۸",
            "The council met on Sunday for two hours and agreed on the budget of the coming year.\n"
            "It will meet again in the old school by the river on Monday, the mayor said.\n"
            ">> SB/HJL\n"
            "The website of the Example can also be read at the following other addresses:",
        ),
        must_keep=(
            ">> AC/DC\nThe council met on Sunday for two hours and agreed on the budget of the coming year.",
            "Bands of the evening\n>> AC/DC",
            "The two of them had played together since the old school by the river was closed.\n"
            ">> AC/DC\n"
            "The council met on Sunday for two hours and agreed on the budget of the coming year.",
        ),
        learned=False,
    ),
    Rule(
        name="share.link",
        class_="share",
        why="The short link of the page behind its label.",
        find=shapes.short_link,
        must_drop=(
            "لینک کوتاه: https://news.example/n/12",
            "Short link: https://news.example/12",
            "پیوند کوتاه : news.example/12",
        ),
        must_keep=("لینک کوتاه بود و زود پاره شد.", "The report is at https://news.example/x/12 in full."),
        learned=False,
    ),
    Rule(
        name="nav.edit",
        class_="nav",
        why="A button that opens a section of a wiki for editing.",
        find=phrases("nav.edit", "line", longest=4),
        phrases=("nav.edit",),
        must_drop=("[edit]", "[ edit | edit source ]", "[ویرایش]", "[ویرایش | ویرایش مبدأ]"),
        must_keep=("Edit the file.", "ویرایش سوم کتاب در پاییز درآمد."),
        learned=False,
    ),
    Rule(
        name="nav.breadcrumb",
        class_="nav",
        why="The way from the front page to this one.",
        find=shapes.breadcrumb,
        must_drop=("خانه > اجتماعی > شهری", "You are here: Home › Culture › Books", "صفحه اصلی / اقتصاد / کشاورزی"),
        must_keep=("Home > work: that is how he saw it.", "خانه / باغ", "Home is where the heart is."),
        learned=False,
    ),
    Rule(
        name="share.tools",
        class_="share",
        why="Buttons of a page between bars, counts and dates beside them.",
        find=shapes.tools("share"),
        must_drop=("نسخه چاپی | ارسال به دوستان | تعداد بازدید: ۱۸۶", "Print | Email | Views: 312"),
        must_keep=("چاپ | تیراژ | بها", "Views of the harbour | Print, 30 by 40 cm"),
        learned=False,
    ),
    Rule(
        name="counter.tools",
        class_="counter",
        why="Counts of a page between bars.",
        find=shapes.tools("counter"),
        must_drop=("تعداد بازدید: ۱۸۶ | کد خبر: ۳۱", "Views: 312 | Print"),
        must_keep=("Views: many | Print", "$2.50 | $7.00 | 12/3/2021"),
        learned=False,
    ),
    Rule(
        name="id.tools",
        class_="id",
        why="The number of a story between bars, the way to it or its date beside it.",
        find=shapes.tools("id"),
        must_drop=("خانه > کتاب | شماره مطلب: ۳۱", "کد خبر: ۴۸۱۲۰ | ۱۲ بهمن ۱۴۰۱ | چاپ"),
        must_keep=("تاریخ | ساعت", "12 March 2021 | 14 March 2021"),
        learned=False,
    ),
    Rule(
        name="id.code",
        class_="id",
        why="The number of a story behind a bare «کد».",
        find=labels("id.code", number=True),
        phrases=("id.code",),
        must_drop=("کد: ۱۱۸۸۰", "کد : 4120"),
        must_keep=("کد را از دبیر بگیرید", "کد رنگ: آبی روشن"),
        learned=False,
    ),
    Rule(
        name="fontsize.signs",
        class_="fontsize",
        why="Letters of several sizes, to choose that of the text.",
        find=phrases("fontsize.signs", "line", longest=6),
        phrases=("fontsize.signs",),
        must_drop=("اندازه متن الف الف الف", "الف+"),
        must_keep=("اندازهٔ متن را کارگاه تعیین کرد.", "الف"),
        learned=False,
    ),
    Rule(
        name="ticker.guillemets",
        class_="ticker",
        why="Headlines of other stories run one after the other, each behind a guillemet.",
        find=shapes.guillemets,
        must_drop=(
            "آغاز برداشت چای بهاره» افزایش ساعت کار مترو در روزهای آلوده» سه شهر تازه به شبکهٔ فیبر نوری پیوست»",
        ),
        must_keep=(
            "او گفت: «امروز برداشت چای را آغاز کردیم» و افزود: «ساعت کار مترو بیشتر می‌شود» و «سه شهر تازه پیوست».",
            "Home » News » Environment",
        ),
        learned=False,
    ),
    Rule(
        name="appeal.meter",
        class_="appeal",
        why="The site counts what was read, before it asks for money.",
        find=phrases("appeal.meter", "start", longest=40),
        phrases=("appeal.meter",),
        must_drop=("You have read 3 of our stories this month. Please consider a donation, however small.",),
        must_keep=("You have read three of her novels, and you want a fourth.",),
        learned=False,
    ),
)
