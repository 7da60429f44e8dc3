"""langdetect's profiles scored here against langdetect itself. The texts are our own."""

import math
from pathlib import Path

import langdetect
import numpy as np
import pytest
from langdetect import detector_factory
from langdetect.utils.ngram import NGram

from pipeline.text.language_profiles import LANGUAGES, scorer
from pipeline.text.scripts import Script

LONG: list[tuple[str, Script, str]] = [
    ("fa", "Arab", "دیروز که از بازار برمی‌گشتم، پیرمردی را دیدم که زیر درخت توت نشسته بود و برای بچه‌ها قصه می‌گفت."),
    ("ar", "Arab", "كان الطقس جميلا هذا الصباح فخرج الأطفال إلى الحديقة ولعبوا تحت الأشجار حتى عادت أمهاتهم من السوق."),
    (
        "ur",
        "Arab",
        "کل شام بارش کے بعد ہم سب چھت پر بیٹھے چائے پی رہے تھے اور دادی پرانے زمانے کی کہانیاں سنا رہی تھیں۔",
    ),
    (
        "en",
        "Latn",
        "The old bridge was closed last winter because the river had washed away the stones under its second arch.",
    ),
    (
        "de",
        "Latn",
        "Gestern haben wir am Ufer gesessen und den Schiffen zugesehen, die langsam den breiten Fluss hinauffuhren.",
    ),
    (
        "fr",
        "Latn",
        "Ce matin, la boulangère du coin nous a raconté que son four était tombé en panne pendant toute la nuit.",
    ),
    (
        "tr",
        "Latn",
        "Dün akşam komşumuz bahçesindeki kirazları toplamış ve hepimize küçük bir sepet dolusu kiraz getirmişti.",
    ),
    (
        "es",
        "Latn",
        "Mi abuela guardaba las cartas en una caja de madera que nadie podía abrir sin pedirle antes la llave.",
    ),
    (
        "it",
        "Latn",
        "Ogni domenica mattina il vecchio pescatore preparava le reti e aspettava che il vento cambiasse direzione.",
    ),
    (
        "nl",
        "Latn",
        "Toen de regen eindelijk ophield, liepen de kinderen naar buiten om in de plassen voor het huis te spelen.",
    ),
    (
        "ru",
        "Cyrl",
        "Вечером мы долго сидели на берегу реки и слушали, как где-то далеко за лесом играет старая гармонь.",
    ),
    ("uk", "Cyrl", "Увечері ми довго сиділи на березі річки й слухали, як десь далеко за лісом грає стара гармошка."),
]


@pytest.fixture(scope="module")
def factory() -> detector_factory.DetectorFactory:
    detector_factory.init_factory()
    return detector_factory._factory


@pytest.mark.parametrize(("language", "script", "text"), LONG)
def test_long_texts_get_the_label_langdetect_gives(language: str, script: Script, text: str) -> None:
    langdetect.DetectorFactory.seed = 0
    profiles = scorer(script)
    best = profiles.languages[int(np.argmax(profiles.scores(text)))]
    assert best == language == langdetect.detect(text)


def _by_langdetect(text: str, factory: detector_factory.DetectorFactory, language: str) -> float:
    """The sum langdetect samples from, with its own n-grams, its own table and its own smoothing."""
    detector = factory.create()
    detector.append(text)
    column = factory.langlist.index(language)
    return sum(math.log(0.5 / 10_000 + factory.word_lang_prob_map[gram][column]) for gram in detector._extract_ngrams())


@pytest.mark.parametrize(("language", "script", "text"), LONG)
def test_scores_are_the_exact_sum(
    language: str, script: Script, text: str, factory: detector_factory.DetectorFactory
) -> None:
    profiles = scorer(script)
    ours = dict(zip(profiles.languages, profiles.scores(text), strict=True))
    theirs = {name: _by_langdetect(text, factory, name) for name in profiles.languages}
    # An n-gram no profile of this script knows adds the same to all of its languages, so differences are compared.
    for name in profiles.languages:
        assert ours[name] - ours[language] == pytest.approx(theirs[name] - theirs[language], abs=1e-6)


def test_capitals_are_read_as_small_letters() -> None:
    latin = scorer("Latn")
    assert latin.scores("READ MORE") == pytest.approx(latin.scores("read more"))


def test_nothing_known_scores_nothing() -> None:
    assert not scorer("Arab").scores("").any()
    assert not scorer("Arab").scores("123 456").any()


@pytest.mark.parametrize("script", list(LANGUAGES))
def test_every_profile_of_a_script_is_installed(script: Script) -> None:
    assert all((Path(detector_factory.PROFILES_DIRECTORY) / language).is_file() for language in LANGUAGES[script])


def test_the_ngram_rules_are_those_of_the_installed_langdetect() -> None:
    assert NGram.N_GRAM == 3
    assert langdetect.detector.Detector.ALPHA_DEFAULT / langdetect.detector.Detector.BASE_FREQ == 0.5 / 10_000
