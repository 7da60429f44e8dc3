"""Site memory: what repeats on a site goes, and no line of an article."""

import json
import random
import tarfile
from collections import defaultdict
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from pipeline.__main__ import program
from pipeline.config import Settings
from pipeline.corpus.repeats import Evidence, Sighting, decode, decode_evidence, encode, freeze, sight
from pipeline.errors import UsageError
from pipeline.html import decode as decode_page
from pipeline.html import read_html
from pipeline.memory import SiteMemory, line_key
from pipeline.model import Document, Line, Removal
from pipeline.run import Options, clean_folder
from pipeline.run.learning import learn_folder
from pipeline.strip import Hints, judge
from tests.corpus.sites import MadePage, site


def lines(*texts: str) -> list[Line]:
    return [Line(number, text) for number, text in enumerate(texts, 1)]


def seen(page: int, *texts: str, name: str = "a.example", date: str | None = None) -> Sighting:
    return sight(name, str(page).encode(), lines(*texts), date)


def unique(page: int) -> str:
    return f"This is the {'very ' * (page % 7)}own sentence of page {chr(97 + page)}, long enough for an article of it."


def learned(*sightings: Sighting, **options: float) -> SiteMemory:
    evidence = Evidence()
    for sighting in sightings:
        evidence.add(sighting)
    return freeze(evidence, **options)  # type: ignore[arg-type]


def test_a_line_on_enough_pages_is_remembered_with_its_numbers() -> None:
    memory = learned(
        *(
            seen(
                n, *(["Take our weekly letter number 3"] if n < 4 else []), unique(n), date=f"2024-05-{n + 1:02d}T10:00"
            )
            for n in range(10)
        )
    )
    found = memory.lookup("a.example", "take our weekly   letter number 12")
    assert found is not None
    assert (found.pages, found.of, found.first, found.last) == (4, 10, "2024-05-01", "2024-05-04")
    assert found.evidence == "on 4 of 10 pages of the site, 2024-05-01 to 2024-05-04"
    assert memory.lookup("b.example", "Take our weekly letter number 3") is None
    assert all(memory.lookup("a.example", unique(n)) is None for n in range(10))


def test_seldom_lines_and_small_sites_teach_nothing() -> None:
    assert learned(*(seen(n, "Subscribe", unique(n)) for n in range(4))).sites == {}
    few = learned(*(seen(n, *(["Subscribe"] if n < 5 else []), unique(n)) for n in range(20)))
    assert few.lookup("a.example", "Subscribe") is None
    assert learned(*(seen(n, "Subscribe", unique(n)) for n in range(4)), min_pages=3).sites


def test_one_story_at_many_addresses_is_no_repetition() -> None:
    story = [unique(n) for n in range(6)]
    same = [seen(100 + n, f"Path {chr(97 + n)}", *story) for n in range(8)]
    others = [seen(n, unique(n + 10), unique(n + 17)) for n in range(8)]
    memory = learned(*same, *others)
    assert all(memory.lookup("a.example", text) is None for text in story)


def test_the_place_on_the_page_counts() -> None:
    headline = "The bridge is open"

    def page(number: int) -> Sighting:
        found = [Line(1, headline, path="div.most-read/ul/li/a"), Line(2, unique(number), path="div/p")]
        return sight("a.example", str(number).encode(), found, None)

    memory = learned(*(page(n) for n in range(8)))
    assert memory.lookup("a.example", headline, "div.most-read/ul/li/a") is not None
    assert memory.lookup("a.example", headline, "div.main/h1") is None


def test_headings_of_a_manual_and_cells_are_its_own() -> None:
    def page(number: int) -> Sighting:
        found = [
            Line(1, "Example", kind="heading", path="main/h2"),
            Line(2, unique(number), path="main/p"),
            Line(3, "Name | Type", kind="table", path="main/table"),
            Line(4, "More stories", kind="heading", path="aside/h2"),
            Line(5, "A headline of another page", path="aside/a", link_share=1.0),
        ]
        return sight("a.example", str(number).encode(), found, None)

    memory = learned(*(page(n) for n in range(8)))
    assert [memory.lookup("a.example", text) is None for text in ("Example", "Name | Type", "More stories")] == [
        True,
        True,
        False,
    ]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from("ab")), max_size=120), st.integers(0, 120), st.randoms())
def test_learning_apart_and_joining_is_learning_together(
    made: list[tuple[int, str]], cut: int, dice: random.Random
) -> None:
    pages = [seen(page, "Menu", f"Line {page % 5}", unique(page % 26), name=f"{name}.example") for page, name in made]
    whole, one, two = Evidence(), Evidence(), Evidence()
    for page in pages:
        whole.add(page)
    dice.shuffle(pages)
    for page in pages[:cut]:
        one.add(page)
    for page in pages[cut:]:
        two.add(page)
    two.join(one)
    two.join(whole)
    assert encode(freeze(two), two) == encode(freeze(whole), whole)


def test_the_file_holds_hashes_alone_and_says_when_it_is_none() -> None:
    evidence = Evidence()
    for n in range(6):
        evidence.add(seen(n, "Subscribe to our letter", unique(n)))
    memory = freeze(evidence)
    data = encode(memory, evidence)
    assert b"Subscribe" not in data
    assert decode(data) == memory
    assert decode_evidence(data) == evidence
    for bad in (b"", b"\xc1", msgspec.msgpack.encode({"memory": 3}), data[:-3]):
        with pytest.raises(UsageError, match="no site memory"):
            decode(bad)
    old = msgspec.structs.replace(memory, version=0)
    with pytest.raises(UsageError, match="version"):
        decode(encode(old, evidence))


def test_numbers_case_and_marks_do_not_make_a_line_another() -> None:
    assert line_key("بازدید: ۳۹۱۷۱") == line_key("بازدید:  12")
    assert line_key("كتاب‌هاي تازه") == line_key("کتابهای تازه")
    assert line_key("READ MORE") == line_key("Read more")
    assert line_key("Read more", "div#post-12/p") == line_key("Read more", "div#post-7/p")
    assert line_key("Read more", "div/p") != line_key("Read more", "aside/p")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, MadePage]]:
    """Three sites of twenty pages."""
    raw = tmp_path_factory.mktemp("sites")
    pages: dict[str, MadePage] = {}
    for number in range(3):
        for at, page in enumerate(site(f"made{number}.example", 20, random.Random(number))):
            name = f"made{number}/{at:02d}.html"
            (raw / f"made{number}").mkdir(exist_ok=True)
            (raw / name).write_text(page.html, encoding="utf-8")
            pages[name] = page
    return raw, pages


def test_template_lines_go_and_article_lines_stay(sites: tuple[Path, dict[str, MadePage]], tmp_path: Path) -> None:
    raw, pages = sites
    result = CliRunner().invoke(program(), ["clean", str(raw), "--out", str(tmp_path), "--learn", "-j", "1", "-q"])
    assert result.exit_code == 0, result.output
    left: list[tuple[str, str, float]] = []
    lost: list[tuple[str, str]] = []
    for name, page in pages.items():
        document = msgspec.json.decode((tmp_path / f"{name}.json").read_bytes(), type=Document)
        assert document.pipeline.memory is not None
        repeated = {removal.text for removal in document.removed if removal.class_ == "repeated"}
        lost += [(name, text) for text in page.article if text in repeated or text not in document.text]
        left += [(name, text, share) for text, share in page.template.items() if text in document.text]
    assert lost == []
    assert left == []


def test_learning_is_the_same_in_any_engine_and_order(sites: tuple[Path, dict[str, MadePage]]) -> None:
    raw, _ = sites
    one, _ = learn_folder(raw, engine="serial")
    two, _ = learn_folder(raw, jobs=2)
    assert one == two
    assert set(one.sites) == {f"made{n}.example" for n in range(3)}


def test_machines_can_learn_apart(sites: tuple[Path, dict[str, MadePage]], tmp_path: Path) -> None:
    raw, _ = sites
    call = CliRunner().invoke
    for number in range(3):
        arguments = ["learn", str(raw / f"made{number}"), "--out", str(tmp_path / f"{number}"), "--engine", "serial"]
        assert call(program(), arguments).exit_code == 0
    joined = [flag for number in range(3) for flag in ("--join", str(tmp_path / f"{number}"))]
    assert call(program(), ["learn", *joined, "--out", str(tmp_path / "all")]).exit_code == 0
    together, _ = learn_folder(raw, engine="serial")
    assert decode((tmp_path / "all").read_bytes()) == together
    clean_folder(raw, tmp_path / "clean", options=Options(memory=str(tmp_path / "all"), limit=1), engine="serial")
    assert call(program(), ["learn"]).exit_code == 2


def test_pages_without_an_address_belong_to_their_folder(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    (raw / "dump").mkdir(parents=True)
    for number in range(8):
        text = f"{unique(number)}\n\n{unique(number + 8)}\n\nA line of the template that nobody else has said\n"
        (raw / "dump" / f"{number}.txt").write_text(text)
    memory, _ = learn_folder(raw, engine="serial")
    assert list(memory.sites) == ["dump"]
    assert memory.in_folder("dump").lookup(None, "A line of the template that nobody else has said") is not None
    assert memory.lookup(None, "A line of the template that nobody else has said") is None


def test_bylines_are_kept_and_promotions_are_not() -> None:
    promotion = "Join the readers who get this letter every week"
    odd = [seen(n, "Sara Tehrani", unique(n), promotion) for n in range(1, 10, 2)]
    memory = learned(*odd, *(seen(n, "Another Name", unique(n)) for n in range(0, 10, 2)))
    assert memory.lookup("a.example", promotion) is not None
    assert memory.lookup("a.example", "Sara Tehrani") is None


def test_a_credit_on_some_pages_is_kept() -> None:
    credit = "With thanks to: the weather office of Rudbar"
    memory = learned(*(seen(n, unique(n), *([credit] if n % 2 else [])) for n in range(12)))
    assert memory.lookup("a.example", credit) is None


def judged(memory: SiteMemory, *votes: tuple[str, float]) -> dict[str, Removal]:
    """What goes of an HTML page of a.example whose lines got these votes, by text."""
    page = [Line(number, text, vote=vote) for number, (text, vote) in enumerate(votes, 1)]
    verdict = judge(page, Hints(is_html=True, site="a.example", memory=memory), Settings())
    return {removal.text: removal for removal in verdict.removed}


@pytest.mark.parametrize(("pages", "goes"), [(5, False), (6, True)])
def test_a_line_that_reads_like_text_goes_only_on_the_word_of_six_pages(pages: int, goes: bool) -> None:
    promotion = "Join the readers who get this letter every week"
    memory = learned(*(seen(n, unique(n), *([promotion] if n < pages else [])) for n in range(12)))
    removed = judged(memory, (unique(1), 0.98), (promotion, 0.95), (unique(2), 0.98))
    assert (promotion in removed) is goes
    if goes:
        assert removed[promotion].class_ == "repeated"
        assert removed[promotion].evidence == "on 6 of 12 pages of the site"


def test_a_rule_names_a_line_better_than_its_repetition() -> None:
    memory = learned(*(seen(n, unique(n), "Share on Facebook", "The works of our house") for n in range(12)))
    removed = judged(memory, (unique(1), 0.98), ("Share on Facebook", 0.1), ("The works of our house", 0.1))
    assert removed["Share on Facebook"].class_ == "share"
    assert removed["The works of our house"].class_ == "repeated"


def test_what_is_known_of_a_line_says_nothing_of_the_one_beside_it() -> None:
    items = [f"The {word} of our house" for word in ("works", "people", "letters", "days", "roads")]
    memory = learned(*(seen(n, unique(n), *items) for n in range(12)))
    found = judged(
        memory, (unique(1), 0.98), *((text, 0.1) for text in (*items[:3], "A line of this page", *items[3:]))
    )
    assert {found[text].class_ for text in items} == {"repeated"}
    assert found["A line of this page"].class_ != "repeated"


def test_no_sentence_of_the_gold_repeats(shared: Path) -> None:
    """On real sites, no sentence of an article is taken for furniture."""
    pages: dict[str, list[tuple[str, bytes, list[Line]]]] = defaultdict(list)
    with tarfile.open(shared / "gold" / "html" / "cleanportaleval.tar.xz") as archive:
        files = {member.name: archive.extractfile(member) for member in archive if member.isfile()}
        rows = next(file for name, file in files.items() if name.endswith("gold.jsonl") and file)
        for row in map(json.loads, rows.read().splitlines()):
            file = files[f"cleanportaleval/html/{row['id']}.html"]
            assert file is not None
            data = file.read()
            html = read_html(decode_page(data, None, max_bytes=10**8), row["url"], Settings(extract="model"))
            pages[row["site"]].append((" ".join(row["text"].split()), data, html.lines))
    assert len(pages) == 2
    for name, found in pages.items():
        memory = learned(*(sight(name, data, page, None) for _, data, page in found))
        repeated = [
            line.text
            for text, _, page in found
            for line in page
            if memory.lookup(name, line.text, line.path) and len(line.text) > 60 and line.text in text
        ]
        assert len(memory.sites[name]) > 20
        assert repeated == []
