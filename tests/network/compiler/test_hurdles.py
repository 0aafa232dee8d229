"""Every kind of hurdle, filled in to the one mechanism."""

import itertools

import pytest

from stovepipe.network.draws import Law
from stovepipe.network.records import ANY, HOUR, NONE
from stovepipe.terms import CAUSES
from tests.network.missions import network

MISSION = """
mission: Hurdles
start: 2021-01-04
horizon: 1 wk
classes: {alarm: {}, routine: {}}
sources:
  north:
    written_at: cell
    nation: NLD
    languages: {eng: 40 %, fra: 30 %, ara: 20 %, tam: 10 %}
    reports: {alarm: 1 /day}
  south: {written_at: cell, nation: CHN, reports: {routine: 1 /day}}
stations:
  cell: {stage: collection, system: paper, work: 1 h, posts: {p: {count: 1}}}
  hq:
    stage: command
    needs: [alarm, routine]
    reads: [eng, deu]
    system: sage
    opens: tops
    work: 1 h
    posts: {p: {count: 1}}
  arabists: {stage: translation, reads: [ara, fra], writes: eng, work: 1 h, posts: {p: {count: 1}}}
  linguists: {stage: translation, reads: [fra, eng], writes: deu, work: 1 h, posts: {p: {count: 1}}}
  registry: {stage: registry, system: sage, opens: paper, work: 1 h, posts: {p: {count: 1}}}
  office: {stage: release, work: 1 h, posts: {p: {count: 1}}}
channels:
  cell -> hq:
    hurdles: {HURDLES}
"""


def hurdles(text):
    net = network(MISSION.replace("HURDLES", text))
    [channel] = net.channels
    return net, channel.hurdles


def one(text):
    net, found = hurdles(text)
    [hurdle] = found
    return net, hurdle


def named(names, mask):
    """The names in a mask."""
    assert mask >= 0
    return {name for rank, name in enumerate(names) if mask >> rank & 1}


def through(net, hurdle):
    return None if hurdle.through == NONE else net.stations[hurdle.through].name


def conditions(hurdle):
    return {
        name: getattr(hurdle, name)
        for name in ("classes", "levels", "origins", "languages", "systems", "more_than")
    }


NO_CONDITION = {
    "classes": ANY,
    "levels": ANY,
    "origins": ANY,
    "languages": ANY,
    "systems": ANY,
    "more_than": 0,
}


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        ("caveat", "withheld"),
        ("reluctance", "not_shared"),
        ("access", "refused"),
        ("release", "not_released"),
        ("granularity", "no_use"),
    ],
)
def test_a_kind_has_its_cause_and_stops_everything_unless_told_otherwise(kind, cause):
    net, hurdle = one(f"some_name: {{kind: {kind}}}")
    assert (hurdle.name, hurdle.kind) == ("some_name", kind)
    assert net.causes[hurdle.cause] == cause
    assert conditions(hurdle) == NO_CONDITION
    assert (hurdle.probability, hurdle.delay, hurdle.through) == (1.0, None, NONE)


def test_an_aggregation_stops_products_of_more_reports_than_stated():
    net, hurdle = one("aggregation: {more_than: 12}")
    assert net.causes[hurdle.cause] == "aggregated"
    assert conditions(hurdle) == NO_CONDITION | {"more_than": 12}


def test_conditions_become_masks():
    net, hurdle = one(
        "caveat: {classes: routine, levels: [tactical, strategic], origins: [CHN], "
        "languages: [fra, ara], systems: [paper], probability: 25 %}"
    )
    assert named([c.name for c in net.classes], hurdle.classes) == {"routine"}
    assert named(["tactical", "operational", "strategic"], hurdle.levels) == {"tactical", "strategic"}
    assert named(net.nations, hurdle.origins) == {"CHN"}
    assert named(net.languages, hurdle.languages) == {"ara", "fra"}
    assert named(net.systems, hurdle.systems) == {"paper"}
    assert hurdle.probability == 0.25


def test_a_stated_cause_and_a_delay_are_kept():
    net, hurdle = one(
        "weather: {kind: other, probability: 5 %, otherwise: lost_in_sand, delay: {exponential: {mean: 2 h}}}"
    )
    assert net.causes == (*CAUSES, "lost_in_sand")
    assert net.causes[hurdle.cause] == "lost_in_sand"
    assert hurdle.probability == 0.05
    assert hurdle.delay == Law.exponential(2.0 * HOUR)


def test_what_delays_or_leads_through_a_station_stops_nothing_unless_it_says_so():
    net, hurdle = one("release: {through: office}")
    assert hurdle.probability == 0.0
    assert through(net, hurdle) == "office"
    _, hurdle = one("release: {delay: 2 h}")
    assert hurdle.probability == 0.0
    _, hurdle = one("release: {through: office, probability: 10 %}")
    assert hurdle.probability == 0.1


def test_a_hurdle_of_no_kind_that_only_delays_has_no_cause():
    _, hurdle = one("courier: {delay: 3 h}")
    assert hurdle.cause == NONE


def test_causes_of_hurdles_come_sorted_after_the_built_in_ones():
    net, _ = hurdles(
        "reluctance: {}, zeal: {probability: 1 %, otherwise: apathy}, caveat: {probability: 1 %}"
    )
    assert net.causes == (*CAUSES, "apathy", "not_shared", "withheld")


def test_hurdles_are_met_in_the_order_written():
    _, found = hurdles("release: {probability: 1 %}, access: {probability: 1 %}, caveat: {probability: 1 %}")
    assert [hurdle.name for hurdle in found] == ["release", "access", "caveat"]


# --- language ------------------------------------------------------------------------------------


def test_without_translators_what_the_recipient_cannot_read_is_untranslated():
    net, hurdle = one("language: {}")
    assert named(net.languages, hurdle.languages) == {"ara", "fra", "tam"}
    assert (hurdle.probability, hurdle.through) == (1.0, NONE)
    assert net.causes[hurdle.cause] == "untranslated"


def test_each_language_goes_through_the_first_translators_who_read_it():
    assert parts("language: {through: [linguists, arabists]}") == [
        ("linguists", {"fra"}, 0.0),
        ("arabists", {"ara"}, 0.0),
        (None, {"tam"}, 1.0),
    ]
    assert parts("language: {through: [arabists, linguists]}") == [
        ("arabists", {"ara", "fra"}, 0.0),
        (None, {"tam"}, 1.0),
    ]


def parts(text):
    net, found = hurdles(text)
    return [
        (through(net, hurdle), named(net.languages, hurdle.languages), hurdle.probability) for hurdle in found
    ]


def test_a_copy_meets_one_part_of_a_language_hurdle_at_most():
    """The parts have one name, and so one address for their draws."""
    net, found = hurdles("language: {through: [linguists, arabists], delay: 1 h}")
    assert {hurdle.name for hurdle in found} == {"language"}
    assert all(one.languages & other.languages == 0 for one, other in itertools.combinations(found, 2))
    for hurdle in found:
        if hurdle.through != NONE:
            written = net.stations[hurdle.through].writes_language
            assert not any(part.languages >> written & 1 for part in found)


def test_a_language_hurdle_may_concern_some_languages_only():
    assert parts("language: {languages: [fra, eng], through: arabists}") == [("arabists", {"fra"}, 0.0)]


def test_a_language_hurdle_may_stop_a_share_only():
    net, hurdle = one("language: {probability: 30 %, otherwise: ignored}")
    assert hurdle.probability == 0.3
    assert net.causes[hurdle.cause] == "ignored"


def test_other_conditions_hold_for_every_part_of_a_language_hurdle():
    _, found = hurdles("language: {through: arabists, classes: alarm, origins: NLD, more_than: 2}")
    assert len({(hurdle.classes, hurdle.origins, hurdle.more_than) for hurdle in found}) == 1
    assert found[0].more_than == 2


def test_a_recipient_that_reads_everything_has_no_language_hurdle():
    text = MISSION.replace("reads: [eng, deu]", "reads: [eng, deu, fra, ara, tam]")
    assert network(text.replace("HURDLES", "language: {}")).channels[0].hurdles == ()


# --- system --------------------------------------------------------------------------------------


def test_what_the_recipient_cannot_open_is_incompatible():
    net, hurdle = one("system: {}")
    assert net.systems == ("paper", "sage", "tops")
    assert named(net.systems, hurdle.systems) == {"paper"}
    assert (hurdle.probability, hurdle.through) == (1.0, NONE)
    assert net.causes[hurdle.cause] == "incompatible"


def test_a_registry_enters_it_again():
    net, hurdle = one("system: {through: registry}")
    assert named(net.systems, hurdle.systems) == {"paper"}
    assert (hurdle.probability, through(net, hurdle)) == (0.0, "registry")


def test_a_recipient_that_opens_everything_has_no_system_hurdle():
    text = MISSION.replace("opens: tops", "opens: [tops, paper]")
    assert network(text.replace("HURDLES", "system: {}")).channels[0].hurdles == ()
