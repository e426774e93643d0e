"""A mapping is written as options, kept under a name, and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers.source_tables import VOCABULARY
from tracker.errors import NotFoundError, UsageError
from tracker.exchange.mapping.mapping import Mapping
from tracker.exchange.mapping.options import mapping_options, parse_targets, read_mapping
from tracker.exchange.mapping.profiles import keep_profile, profile_names, read_profile
from tracker.exchange.mapping.targets import OF_STATUS, TARGETS, parse_target_name
from tracker.fields import FIELDS, TYPED

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("sourceDoc", "sourceUrl", "evidenceUrls", "Status", "Migration", "Jobs, economy", "a=b", "Made on")


@pytest.mark.parametrize(
    ("typed", "targets"),
    [
        ("Status=status", {"Status": ("status",)}),
        ("status=status", {"Status": ("status",)}),
        ("made on=proposed_on", {"Made on": ("date",)}),
        ("made_on=date", {"Made on": ("date",)}),
        ("sourceDoc=source.title,sourceUrl=source.url", {"sourceDoc": ("source.title",), "sourceUrl": ("source.url",)}),
        ("evidenceUrls=status.source", {"evidenceUrls": ("status.source",)}),
        ("Migration=topic:migration", {"Migration": ("topic:migration",)}),
        ("Jobs, economy=topics,Status=status", {"Jobs, economy": ("topics",), "Status": ("status",)}),
        ("a=b=title", {"a=b": ("title",)}),
        ("Status=-", {"Status": ("-",)}),
        ("Status=status.rating,Status=status", {"Status": ("status.rating", "status")}),
        ("Status=extra.State of it", {"Status": ("extra.State of it",)}),
    ],
)
def test_a_column_is_given_its_field(typed: str, targets: dict[str, tuple[str, ...]]) -> None:
    assert parse_targets([typed], COLUMNS) == targets


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Statsu=status", "no column 'Statsu'; did you mean Status?"),
        ("Status=statsu", "no field 'statsu'; did you mean status?"),
        ("Status", "'Status' is no column and its field; write one such as Promise=title"),
    ],
)
def test_a_wrong_column_or_field_is_said_with_the_nearest(typed: str, message: str) -> None:
    with pytest.raises(UsageError, match="^" + message.replace("?", r"\?")) as error:
        parse_targets([typed], COLUMNS)
    assert error.value.field == "map"


@pytest.mark.parametrize("name", [*(name for name in TYPED if name != "extra"), "because", "reason", "extent", "actor"])
def test_every_field_is_a_target_by_its_name_its_column_and_its_option(name: str) -> None:
    target = parse_target_name(name)
    assert target in TARGETS
    assert parse_target_name(FIELDS[name].column) == target


@pytest.mark.parametrize("target", [*TARGETS, *OF_STATUS, "extra.era", "topic:migration"])
def test_every_target_is_meant_by_its_own_name(target: str) -> None:
    assert parse_target_name(target) == target


def read(**said: list[str]) -> Mapping:
    """The mapping of these options."""
    return read_mapping(dict(said), COLUMNS, VOCABULARY)


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("status:Done=implemented", {"status": {"done": "implemented"}}),
        ("abandoned=lapsed:abandoned", {"status": {"abandoned": "lapsed:abandoned"}}),
        ("status:Gone=lapsed:expired,Meh=In Progress", {"status": {"gone": "lapsed:expired", "meh": "in-progress"}}),
        ("topics:Jobs, economy=energy/grid", {"topics": {"jobs, economy": "energy/grid"}}),
        ("kind:pledge=commitment", {"kind": {"pledge": "commitment"}}),
        ("proposed_on:TBD=-", {"date": {"tbd": "-"}}),
        ("by:Nats=National", {"proposers": {"nats": "National"}}),
        ("status:Largely=implemented:weaker", {"status": {"largely": "implemented:weaker"}}),
    ],
)
def test_a_word_of_theirs_is_given_ours(typed: str, values: dict[str, dict[str, str]]) -> None:
    assert read(map_value=[typed]).values == values


@pytest.mark.parametrize("typed", ["status:Done", "status:Done=finished", "kind:x=y", "lapsed:gone=implemented"])
def test_a_word_that_is_none_of_ours_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        read(map_value=[typed])


def test_a_default_is_checked_once() -> None:
    assert read(default=["proposed_on=2017-10-24"]).defaults == {"date": "2017-10-24"}
    with pytest.raises(UsageError, match="is not a date"):
        read(default=["proposed_on=soon"])


def test_a_key_names_columns() -> None:
    assert read(key=["status,made on"]).key == ("Status", "Made on")
    assert read(key=["Jobs, economy"]).key == ("Jobs, economy",)


FULL = Mapping(
    {"Status": ("status",), "Made on": ("date",), "Jobs, economy": ("topics",)},
    values={"status": {"done": "implemented"}},
    defaults={"kind": "commitment"},
    key=("Made on",),
    separators={"Jobs, economy": ";"},
    date_orders={"Made on": "day-first"},
    different={"title": "first"},
    topic_group="nz",
    according_to="Promise Watch",
)


def test_the_options_of_a_mapping_say_it_again() -> None:
    said: dict[str, list[str]] = {}
    for name, text in mapping_options(FULL):
        said.setdefault(name, []).append(text)
    assert (said.pop("create_topics"), said.pop("according_to")) == (["nz"], ["Promise Watch"])
    assert read(**said) == FULL._replace(separators={}, topic_group=None, according_to="")


def test_a_mapping_is_kept_under_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    keep_profile("nz", FULL)
    assert read_profile("nz") == FULL
    assert profile_names() == ["nz"]
    with pytest.raises(NotFoundError, match="no profile 'nzz'; did you mean nz"):
        read_profile("nzz")
    with pytest.raises(UsageError):
        keep_profile("../nz", FULL)


def test_what_is_said_goes_before_what_was_kept() -> None:
    mapping = read_mapping({"map": ["Status=status.rating"]}, ("Status",), VOCABULARY, FULL)
    assert mapping.targets == {"Status": ("status.rating",)}
    assert mapping.key == ()
    assert mapping.values == FULL.values
