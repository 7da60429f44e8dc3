"""What the separator reaches on the open gold, held as floors; ``python -m benchmarks.segments`` prints all of it."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.text.language import detect, segment
from pipeline.text.persian import normalize

Gold = list[dict[str, Any]]


@pytest.fixture(scope="module")
def gold(shared: Path) -> Gold:
    lines = (shared / "gold" / "segments" / "gold.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def result(gold: Gold, shared: Path) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "segments" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    predictions: dict[str, dict[str, Any]] = {}
    for item in gold:
        if item["kind"] == "mixed":
            spans = [{"start": s.start, "end": s.end, "label": ours(s.language)} for s in segment(item["text"])]
            predictions[item["id"]] = {"spans": spans}
        else:
            predictions[item["id"]] = {"pred": ours(detect(item["text"]))}
    scored: dict[str, Any] = score.score(gold, predictions)[0]
    return scored


def ours(language: str) -> str:
    return language if language in ("fa", "en") else "und"


def test_macro_f1(result: dict[str, Any]) -> None:
    assert result["macro_f1"] >= 0.95


@pytest.mark.parametrize(
    ("language", "floors"),
    [
        ("fa", {"w1": 0.84, "w23": 0.92, "headline": 0.99, "sentence": 1.0}),
        ("en", {"w1": 0.78, "w23": 0.94, "headline": 0.96, "sentence": 1.0}),
    ],
)
def test_recall(result: dict[str, Any], language: str, floors: dict[str, float]) -> None:
    assert all(result["recall"][language][length] >= floor for length, floor in floors.items())


@pytest.mark.parametrize(
    ("rate", "ceiling"),
    [
        ("wrong_fa", 0.065),
        ("wrong_fa_2+words", 0.04),
        ("wrong_fa_sentpara", 0.005),
        ("wrong_en", 0.025),
        ("wrong_en_sentpara", 0.003),
    ],
)
def test_other_languages_are_seldom_ours(result: dict[str, Any], rate: str, ceiling: float) -> None:
    assert result[rate] <= ceiling


def test_neutral_strings(result: dict[str, Any]) -> None:
    assert result["neutral_acc"] >= 0.97
    for kind in ("url", "email", "digits_fa", "digits_latin", "emoji"):
        assert set(result["by_lang"][f"neutral:{kind}"]) == {"und"}


def test_mixed_lines(result: dict[str, Any]) -> None:
    assert result["mixed_char_lenient"] >= 0.988
    assert result["mixed_line_exact"] >= 0.9


def test_normalizing_twice_is_normalizing_once(gold: Gold) -> None:
    for item in gold:
        once = normalize(item["text"]).text
        assert normalize(once).text == once, item["id"]
