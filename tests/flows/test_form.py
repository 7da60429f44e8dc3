"""The form shows the settings of pipeline, all of them and nothing else."""

from typing import Annotated, Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from flows.clean import clean_folder
from flows.form import RunOptions, SettingsForm, form_of, to_form, to_options, to_settings
from flows.nightly import nightly
from pipeline.config import Settings
from pipeline.model import RemovalClass
from pipeline.run import Options


def shown(schema: dict[str, Any]) -> dict[str, Any]:
    return dict(schema["properties"])


def json_of(value: object) -> bytes:
    return msgspec.json.encode(value)


def test_every_setting_is_a_field_with_its_default() -> None:
    assert list(SettingsForm.model_fields) == list(Settings.__struct_fields__)
    assert to_settings(SettingsForm()) == Settings()
    assert to_form(Settings()) == SettingsForm()


def test_labels_help_and_choices_come_from_the_struct() -> None:
    ours = msgspec.json.schema(Settings)["$defs"]["Settings"]["properties"]
    form = shown(SettingsForm.model_json_schema())
    for name, field in ours.items():
        for part in ("title", "description", "default", "minimum"):
            assert json_of(form[name].get(part)) == json_of(field.get(part)), (name, part)
        assert sorted(form[name].get("enum", ())) == sorted(field.get("enum", ())), name


CLASSES = st.lists(st.sampled_from(get_args(RemovalClass)), max_size=3).map(tuple)


@given(st.builds(Settings, keep=CLASSES, drop=CLASSES, max_bytes=st.integers(1, 10**12)))
def test_form_and_settings_are_the_same_thing(settings: Settings) -> None:
    assert to_settings(to_form(settings)) == settings


@pytest.mark.parametrize(
    "wrong", [{"dates": "sometimes"}, {"keep": ["everything"]}, {"max_bytes": 0}, {"no such setting": 1}]
)
def test_what_pipeline_refuses_the_form_refuses(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, Settings)
    with pytest.raises(ValidationError):
        SettingsForm.model_validate(wrong)


def test_bounds_and_required_fields_are_carried_over() -> None:
    class Sample(msgspec.Struct):
        share: Annotated[float, msgspec.Meta(gt=0, le=1, title="Share")]
        names: tuple[str, ...] = ()

    form = form_of(Sample, "SampleForm")
    assert form.model_json_schema()["required"] == ["share"]
    assert form.model_validate({"share": 1}).model_dump() == {"share": 1.0, "names": ()}
    for wrong in (0, 1.5):
        with pytest.raises(ValidationError):
            form.model_validate({"share": wrong})


@pytest.mark.parametrize("flow", [clean_folder, nightly], ids=lambda flow: flow.name)
def test_the_run_form_explains_every_parameter(flow: Any) -> None:
    schema = flow.parameters.model_dump()
    assert list(shown(schema)) == ["raw", "clean", "settings", "engine", "address", "options", "attempt"]
    assert all(part["description"] for part in shown(schema).values())
    assert shown(schema)["engine"]["enum"] == ["local", "serial", "dask"]
    for part in shown(schema["definitions"]["RunOptions"]).values():
        assert part["title"]
        assert part["description"]


def test_options_reach_the_engine() -> None:
    form = RunOptions(format="md", retry_quarantine=True, prune=True, memory="m", duplicates="skip", shard_pages=7)
    wanted = Options(format="md", retry=True, prune=True, memory="m", duplicates="skip", shard_pages=7)
    assert to_options(form) == wanted
    assert to_options(RunOptions()) == Options()
