"""Trust that moves: what a mission must reproduce of it, and what it must leave alone (semantics, 8.5)."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.network.records import DAY
from stovepipe.trajectory import DeliveryOutcome, Worth
from tests.properties.changes import changed, trusting
from tests.properties.missions import examples, missions
from tests.properties.named import reports
from tests.properties.played import play
from tests.properties.test_metamorphic import assert_identical
from tests.properties.test_reference import MINUTE, assert_both_agree_on


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


# --- what it must reproduce ----------------------------------------------------------------------


def liaison(**rapport):
    """Notes and, in the first twenty days, secrets pass from a desk to a chief. The clerk changes on day 40.

    Nobody ever waits, and nothing of the one class hinders the other but by what people think of each other.
    """
    return {
        "mission": "liaison",
        "start": "2021-01-04",
        "horizon": "80 d",
        "classes": {"note": {}, "secret": {}},
        "sources": {
            "clerks": {
                "written_at": "desk",
                "reports": {
                    "note": "20 /day",
                    "secret": {"rate": "5 /day", "dates": {"2021-01-24 to 2021-06-30": 0}},
                },
            }
        },
        "stations": {
            "desk": {
                "stage": "collection",
                "work": "0 min",
                "posts": {"clerk": {"count": 1, "tour": "200 d", "first_change": "2021-02-13"}},
            },
            "chief": {
                "stage": "command",
                "needs": ["note", "secret"],
                "work": "0 min",
                "posts": {"chief": {"count": 1}},
            },
        },
        "channels": {
            "desk -> chief": {
                "rapport": {"floor": "10 %", "ceiling": "90 %", "time": "60 d", **rapport},
                "hurdles": {
                    "caveat": {"classes": "secret", "probability": "10 %"},
                    "reluctance": {"classes": "note", "probability": "90 %", "at_full_rapport": "0 %"},
                },
            }
        },
    }


def withholding(document, share):
    return changed(
        document, lambda d: d["channels"]["desk -> chief"]["hurdles"]["caveat"].update(probability=share)
    )


def notes_shared(document, folder, since=0, until=80):
    """The notes that reached the chief, of those that occurred between two days."""
    trajectory = play(document, folder)
    names, table = reports(trajectory), trajectory.deliveries
    occurred = trajectory.calendar.reports.occurred[table.report]
    chosen = (table.outcome == DeliveryOutcome.DELIVERED) & (occurred >= since * DAY)
    chosen &= occurred < until * DAY
    found = {names[report] for report in table.report[chosen]}
    return {name for name in found if name[1] == "note"}


MOVES = {"lost": "4 %", "earned": "0.1 %"}


def test_withholding_breeds_withholding(folder):
    """More secrets are withheld under a rule, and so more notes for want of trust; none is withheld less."""
    little, much = (notes_shared(withholding(liaison(**MOVES), share), folder) for share in ("10 %", "90 %"))
    assert much < little
    assert len(much) < 0.8 * len(little)


def test_without_trust_a_rule_hinders_only_what_it_is_about(folder):
    little, much = (notes_shared(withholding(liaison(), share), folder) for share in ("10 %", "90 %"))
    assert little == much


def test_what_is_of_no_use_breeds_withholding_as_well(folder):
    def coarse(document):
        document["sources"]["clerks"]["collection"] = {"coarse": "60 %"}

    moves = liaison(**MOVES)
    assert notes_shared(changed(moves, coarse), folder) < notes_shared(moves, folder)


def test_a_good_name_outlives_a_tour(folder):
    """The new clerk, who would begin as a stranger, begins with some of what the other left."""
    stranger, known = (
        notes_shared(liaison(carried_over=share), folder, since=40, until=50) for share in ("0 %", "70 %")
    )
    assert stranger < known
    assert len(known) > 1.3 * len(stranger)


@pytest.mark.parametrize(("share", "outlives"), [("0 %", False), ("70 %", True)])
def test_so_does_a_bad_one_where_anything_is_carried_over(folder, share, outlives):
    """Nothing is withheld under a rule any more when the new clerk comes."""
    good, bad = (
        notes_shared(withholding(liaison(lost="4 %", carried_over=share), often), folder, since=40)
        for often in ("10 %", "90 %")
    )
    assert (bad < good) == outlives
    assert (bad == good) != outlives


# --- what it must leave alone --------------------------------------------------------------------


@examples(8)
@given(document=missions())
def test_between_a_floor_and_a_ceiling_that_are_one_nothing_moves(folder, document):
    """Not a tick of the trajectory, though the judgements are made."""

    def level(found):
        for channel in found["channels"].values():
            if "rapport" in channel:
                channel["rapport"] |= {"floor": "40 %", "ceiling": "40 %", "fatigue": "10 %"}
                channel.get("embedded", {}).pop("floor", None)

    moving = changed(trusting(document), level)
    still = copy.deepcopy(moving) | {"mechanisms": {**moving["mechanisms"], "trust": "off"}}
    moved, unmoved = play(moving, folder), play(still, folder)
    assert_identical(replace(moved, judgements=unmoved.judgements), unmoved)
    assert np.all(moved.judgements.moved == 0.0)
    assert not len(unmoved.judgements.at)


@examples(8)
@given(document=missions())
def test_what_is_earned_and_lost_is_told_in_the_rows_of_those_who_moved_it(folder, document):
    """Each copy moves a channel at most once for each offer, and always if a hurdle stops it."""
    trajectory = play(trusting(document), folder)
    table, crossings, network = trajectory.judgements, trajectory.crossings, trajectory.network
    offered = list(zip(crossings.copy.tolist(), crossings.channel.tolist(), strict=True))
    judged = list(zip(table.copy.tolist(), table.channel.tolist(), strict=True))
    assert all(judged.count(pair) <= offered.count(pair) for pair in set(judged))
    assert (np.diff(table.at) >= 0).all()
    stops = {
        (copy_, channel, at)
        for (copy_, channel), at, hurdle in zip(
            offered, crossings.ended.tolist(), crossings.hurdle.tolist(), strict=True
        )
        if hurdle >= 0
        and (spec := network.channels[channel]).rapport is not None
        and spec.rapport.moves
        and trajectory.calendar.rapport[channel] is not None
        and spec.hurdles[hurdle].probability == spec.hurdles[hurdle].at_full_rapport
    }
    told = {
        (copy_, channel, at)
        for (copy_, channel), at, worth in zip(judged, table.at.tolist(), table.worth, strict=True)
        if worth == Worth.STOPPED
    }
    assert told == stops
    for rank, channel in enumerate(network.channels):
        if channel.rapport is not None:
            most = channel.rapport.ceiling - channel.rapport.floor
            assert (np.abs(table.moved[table.channel == rank]) <= most + 1e-12).all()


@examples(15)
@given(document=missions(), grid=st.sampled_from([None, 60 * MINUTE, 10 * MINUTE]))
def test_engine_and_reference_agree_where_rapport_moves_everywhere(folder, document, grid):
    assert_both_agree_on(trusting(document), folder, grid, 7, 1)


@pytest.mark.slow
@examples(80)
@given(
    document=missions(),
    grid=st.sampled_from([None, 60 * MINUTE, 5 * MINUTE]),
    seed=st.integers(0, 1000),
)
def test_engine_and_reference_agree_where_rapport_moves_in_many_missions(folder, document, grid, seed):
    assert_both_agree_on(trusting(document), folder, grid, seed, 0)
