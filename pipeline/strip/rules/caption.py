"""Captions of pictures, and who took them."""

from pipeline.strip import shapes
from pipeline.strip.rule import Rule, phrases

CAPTION: tuple[Rule, ...] = (
    Rule(
        name="caption.filed",
        class_="caption",
        why="A caption that begins by saying the picture is from the archive.",
        find=shapes.archive_caption,
        must_drop=("FILE - The mayor waves to a crowd in the old square, May 2, 2019.",),
        must_keep=("File your taxes before May.",),
    ),
    Rule(
        name="caption.credit",
        class_="caption",
        why="The name of a photographer or agency under a picture.",
        find=phrases("caption.credit", "label", "start", longest=8),
        phrases=("caption.credit",),
        must_drop=("Photo: Sara Example", "عکس: مریم نمونه", "Image Credit: City Archive"),
        must_keep=("Photo editing has become a matter of seconds on any telephone, said the man who sells them.",),
        certain=False,
    ),
    Rule(
        name="caption.bracket",
        class_="caption",
        why="A line that ends with a photo agency in brackets is a caption.",
        find=shapes.photo_credit,
        must_drop=("A ferry leaves the harbour at dawn. (Photo by Sara Example)", "(Image Credit: City Archive)"),
        must_keep=("The picture (a photo of the harbour) hung in the hall.",),
    ),
    Rule(
        name="caption.within",
        class_="caption",
        why="The name of a picture agency in a short line.",
        find=phrases("caption.credit", "within", longest=40),
        phrases=("caption.credit",),
        must_drop=("Rescuers at the harbour on Sunday. Sara Example/Getty Images",),
        must_keep=("The agency sent two writers and a camera.",),
        certain=False,
    ),
    Rule(
        name="caption.doubled",
        class_="caption",
        why="The text of a picture and its caption say the same, one under the other.",
        find=shapes.doubled_caption,
        must_drop=(
            ">> Fishermen mend their nets on the quay after a week of storms.\n"
            ">> Fishermen mend their nets on the quay after a week of storms.",
        ),
        must_keep=(">> We shall see.\n>> We shall see.",),
    ),
)
