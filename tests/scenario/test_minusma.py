"""MINUSMA, 2021: what was counted is in it once, and every number says no more of itself than is known."""

from pathlib import Path

import pytest

from stovepipe.scenario import load

MINUSMA = Path(__file__).parents[2] / "configs" / "minusma" / "mission.yaml"
SECTORS = ("gao", "timbuktu", "mopti", "kidal")
MONTH = 30.4375  # days
# Security incidents in the second quarter of 2020 (Note on trends, August 2020), in 91 days.
COUNTED = {"gao": 120, "timbuktu": 70, "mopti": 226, "kidal": 8}


@pytest.fixture(scope="module")
def scenario():
    return load(MINUSMA)


@pytest.fixture(scope="module")
def stated(scenario):
    """Each number of the mission, by its path."""
    return {".".join(map(str, each.path)): each.quantity for each in scenario.quantities}


def per_day(quantity):
    """A rate in occurrences a day, from what is written."""
    number, _, unit = quantity.text.partition(" /")
    return float(number) / {"day": 1.0, "mo": MONTH}[unit]


def incidents_reported_for_themselves(stated, sector):
    """How many reports a day are of incidents that are no attack in the mission."""
    ends = f"reports.incident_{sector}.rate", f"reports.incident_{sector}"
    return sum(
        per_day(quantity)
        for path, quantity in stated.items()
        if path.startswith("sources.") and path.endswith(ends)
    )


def attacks(stated, sector, kind):
    return per_day(stated[f"incidents.attack_on_{kind}_{sector}.rate"])


@pytest.mark.parametrize("sector", COUNTED)
def test_what_was_counted_is_either_an_attack_on_civilians_or_a_report_of_a_rate_and_never_both(
    stated, sector
):
    rates, of_attacks = (
        incidents_reported_for_themselves(stated, sector),
        attacks(stated, sector, "civilians"),
    )
    assert rates + of_attacks == pytest.approx(COUNTED[sector] / 91, abs=0.01)
    assert of_attacks == pytest.approx(COUNTED[sector] / 91 / 10, rel=0.15)


def test_attacks_on_the_mission_and_on_other_forces_are_those_of_the_secretary_general(stated):
    quarter = 3 * MONTH
    on_mission = {sector: quarter * attacks(stated, sector, "mission") for sector in SECTORS}
    on_forces = {sector: quarter * attacks(stated, sector, "forces") for sector in SECTORS}
    assert sum(on_mission.values()) == pytest.approx(31, abs=0.5)
    assert on_mission["kidal"] == pytest.approx(15, abs=0.1)
    assert sum(on_mission.values()) + sum(on_forces.values()) == pytest.approx(69, abs=0.5)
    north = [sector for sector in SECTORS if sector != "mopti"]
    assert sum(on_mission[sector] + on_forces[sector] for sector in north) == pytest.approx(42, abs=0.5)
    assert on_forces["mopti"] > 17


def test_only_an_attack_on_the_mission_ties_people_down_calls_them_in_and_outranks_all_else(scenario):
    for name, incident in scenario.mission.incidents.items():
        on_the_mission = name.startswith("attack_on_mission")
        raised = incident.raises.classes.values() if incident.raises else []
        assert ("FLASH" in raised) == on_the_mission, name
        assert (incident.diverts is not None) == on_the_mission, name
        assert (incident.calls_in is not None) == on_the_mission, name


def test_what_is_known_of_one_nation_is_cited_for_no_other(stated):
    """The leave of the Swedes is known. That others have as much is a judgement."""
    cited = {path.rsplit(".", 1)[0] for path, each in stated.items() if "Falköpings" in each.source}
    cited &= {path.rsplit(".", 1)[0] for path, each in stated.items() if each.evidence == "cited"}
    assert cited == {"stations.mtf_intel.posts.swedes.leave"}


def test_a_rate_is_derived_only_where_nothing_in_it_is_assumed(stated):
    """Of all that happens, only the attacks on the mission in Kidal were counted as they stand here."""
    known = [
        path
        for path, each in stated.items()
        if path.startswith(("sources.", "incidents.", "topics.")) and each.evidence != "assumed"
    ]
    assert known == ["incidents.attack_on_mission_kidal.rate"]


def test_the_languages_of_those_who_report_may_be_off(stated):
    """Half of each pair has a range; the other half is the rest."""
    shares = {path: each for path, each in stated.items() if ".languages." in path and each.value < 1}
    assert {path for path, each in shares.items() if each.range is None} == {
        path for path in shares if path.endswith(".eng")
    }


def test_whatever_asks_for_a_second_source_has_one(scenario):
    """Nothing can be confirmed that only one source is about."""
    mission = scenario.mission
    about = {name: set() for name in [*mission.incidents, *mission.topics]}
    for name, source in mission.sources.items():
        for stream in source.reports.values():
            for subject in getattr(stream, "about", None) or ():
                about[subject].add(name)
    for name, incident in mission.incidents.items():
        about[name] |= {burst.partition(".")[0] for burst in incident.bursts}
    asked = {**mission.incidents, **mission.topics}
    assert {name for name, each in asked.items() if each.confirmed_by and len(about[name]) < 2} == set()


def test_contingents_of_the_sectors_are_not_alike(scenario):
    """Those far out write less, later and more thinly than those at the headquarters of the sector."""
    sources = scenario.mission.sources
    for sector in SECTORS:
        near, far = (sources[f"{kind}_{sector}"].collection for kind in ("patrols", "outposts"))
        assert far.unreported.value > near.unreported.value
        assert far.coarse.value > near.coarse.value
        assert far.delay.mean.value > near.delay.mean.value


def test_five_numbers_are_known_and_the_page_lists_them(stated):
    """All others are assumed. docs/background/minusma.md has a row for each of these."""
    known = {
        (each.evidence, each.text, each.source.partition(" (")[0].partition(",")[0])
        for each in stated.values()
        if each.evidence != "assumed"
    }
    assert known == {
        ("cited", "6 mo", "Sims 2024"),
        ("cited", "10 d", "two leaves of ten days in six months"),
        ("derived", "5 mo", "24 contingents in ten years"),
        ("derived", "5 /mo", "15 of 31 attacks on the mission in three months"),
        ("weak", "3 mo", "Plank & Sebok 2010"),
    }
