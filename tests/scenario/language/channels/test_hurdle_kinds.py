"""The table of the kinds of hurdles is complete, and no two kinds are taken for one another."""

import re
from pathlib import Path
from typing import get_args

import pytest

from stovepipe.presentation.mission.structure_figure import structure_svg
from stovepipe.presentation.shared.figure_style import cause_colours
from stovepipe.scenario import load
from stovepipe.scenario.language.channels.hurdle_kinds import HURDLE_KINDS, HurdleKind
from stovepipe.terms import CAUSES

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "configuration.md"
MISSION = """
mission: One hurdle
start: 2021-01-04
horizon: 1 wk
classes: {{warning: {{marking: secret}}}}
markings: [open, secret]
systems: {{one: {{}}, two: {{}}}}
sources: {{patrols: {{written_at: desk, languages: {{fra: 100 %}}, reports: {{warning: 1 /d}}}}}}
stations:
  desk: {{stage: collection, system: two, work: 1 h, posts: {{p: {{count: 1}}}}}}
  chief:
    {{stage: command, needs: warning, reads: [eng], system: one, cleared: open, work: 1 h,
     posts: {{p: {{count: 1}}}}}}
channels:
  desk -> chief:
    hurdles: {{in_the_way: {{kind: {kind}, more_than: 3, probability: 50 %, otherwise: lost_here}}}}
"""


def test_every_kind_has_its_row():
    assert set(HURDLE_KINDS) == set(get_args(HurdleKind))


def test_no_two_kinds_have_one_cause_mechanism_letter_or_colour():
    for column in zip(*HURDLE_KINDS.values(), strict=True):
        stated = [entry for entry in column if entry is not None]
        assert len(set(stated)) == len(stated)


def test_what_can_be_lost_to_a_kind_can_be_switched_off_and_seen():
    for kind, row in HURDLE_KINDS.items():
        assert (row.cause is None) == (row.mechanism is None) == (row.loss is None), kind


def test_no_kind_has_a_built_in_cause():
    assert not {row.cause for row in HURDLE_KINDS.values()} & set(CAUSES)


def test_every_cause_of_a_kind_and_every_built_in_one_has_a_colour_of_its_own():
    causes = [*CAUSES, *(row.cause for row in HURDLE_KINDS.values() if row.cause is not None)]
    colours = cause_colours([*causes, "of_the_user"])
    assert len({colours[cause] for cause in causes}) == len(causes)
    for row in HURDLE_KINDS.values():
        if row.cause is not None:
            assert colours[row.cause] == row.loss


@pytest.mark.parametrize("kind", HURDLE_KINDS)
def test_every_kind_is_drawn_with_its_letter_and_named_in_the_legend(tmp_path, kind):
    path = tmp_path / "mission.yaml"
    path.write_text(MISSION.format(kind=kind), encoding="utf-8")
    drawn = structure_svg(load(path))
    row = HURDLE_KINDS[kind]
    assert drawn.count(row.mark) == 2  # on the channel and in the legend
    assert len(re.findall(rf">{row.letter}<", drawn)) == 2


def test_every_kind_is_explained_in_the_reference():
    page = PAGE.read_text(encoding="utf-8")
    assert {kind for kind in HURDLE_KINDS if f"`{kind}`" not in page} == set()
