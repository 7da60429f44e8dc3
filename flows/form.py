"""What a person fills in to run a flow: pydantic models, which Prefect shows as a form.

The settings of ``pipeline`` have one source of truth: names, types, choices, defaults, titles and descriptions
are read from the msgspec struct; nothing is written down a second time.
"""

from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec.structs import fields
from pydantic import BaseModel, ConfigDict, Field, create_model

from pipeline.config import Settings
from pipeline.run.options import Duplicates, Options
from pipeline.store.writers import Format

_CONSTRAINTS = ("ge", "gt", "le", "lt", "multiple_of", "pattern", "min_length", "max_length")


def form_of(struct: type[msgspec.Struct], name: str) -> type[BaseModel]:
    """A pydantic model with the fields of ``struct``; each ``Annotated[T, Meta(...)]`` becomes label and help."""
    hints = get_type_hints(struct, include_extras=True)
    definitions: dict[str, Any] = {
        field.name: (_plain(hints[field.name]), _described(hints[field.name], field)) for field in fields(struct)
    }
    return create_model(name, __config__=ConfigDict(extra="forbid", frozen=True), **definitions)


def _plain(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _described(hint: Any, field: msgspec.structs.FieldInfo) -> Any:
    metas = [part for part in getattr(hint, "__metadata__", ()) if isinstance(part, msgspec.Meta)]
    known: dict[str, Any] = {}
    for meta in metas:
        for name in ("title", "description", *_CONSTRAINTS):
            if (value := getattr(meta, name)) is not None:
                known[name] = value
    return Field(default=... if field.required else field.default, **known)


if TYPE_CHECKING:

    class SettingsForm(BaseModel):
        """What a checker sees of the model made below."""

else:
    SettingsForm = form_of(Settings, "SettingsForm")


def to_settings(form: SettingsForm) -> Settings:
    """The settings a filled form stands for."""
    return msgspec.convert(form.model_dump(), Settings)


def to_form(settings: Settings) -> SettingsForm:
    """The form that shows these settings."""
    return SettingsForm.model_validate(msgspec.to_builtins(settings))


class RunOptions(BaseModel):
    """How a run goes about it; nothing here changes what is said of a page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    jobs: Annotated[
        int | None, Field(ge=1, title="Processes", description="Of the local engine; empty: one a core.")
    ] = None
    format: Annotated[Format, Field(title="Output", description="What is written for each page.")] = "json"
    retry_quarantine: Annotated[bool, Field(title="Retry quarantine", description="Try the pages there again.")] = False
    prune: Annotated[bool, Field(title="Prune", description="Remove outputs whose page has vanished.")] = False
    memory: Annotated[
        str | None,
        Field(title="Site memory", description="A file made by pipeline.learn: what repeats on a site goes."),
    ] = None
    duplicates: Annotated[
        Duplicates, Field(title="Duplicates", description="mark names the original; skip also takes the copy out.")
    ] = "off"
    minutes: Annotated[
        float | None, Field(gt=0, title="Minutes", description="Stop after so many; the next run goes on from there.")
    ] = None
    shard_pages: Annotated[
        int, Field(ge=1, title="Pages a task", description="At most; 64 MB are the other limit.")
    ] = 500


def to_options(form: RunOptions) -> Options:
    """The part of a filled form that ``pipeline`` is told."""
    return Options(
        format=form.format,
        retry=form.retry_quarantine,
        prune=form.prune,
        memory=form.memory,
        duplicates=form.duplicates,
        shard_pages=form.shard_pages,
    )
