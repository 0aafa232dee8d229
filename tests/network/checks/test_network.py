"""What an engine may take for granted is checked, and what is wrong is named."""

from dataclasses import replace

import numpy as np
import pytest

from stovepipe.network.checks.network import check_network
from stovepipe.network.details.rules import AtEnd
from stovepipe.network.draws import Law
from stovepipe.network.records import (
    ANY,
    DAY,
    NEVER,
    Confirmation,
    Door,
)
from tests.network.missions import network

SOUND = network(
    """
    mission: Sound
    start: 2021-01-04
    horizon: 4 wk
    classes: {alarm: {ltiov: 1 d}, routine: {}}
    sources: {patrol: {written_at: cell, languages: {eng: 50 %, fra: 50 %}, reports: {alarm: 1 /day}}}
    incidents: {attack: {rate: 1 /wk, bursts: {patrol.routine: {reports: 2, delay: 1 h}}}}
    stations:
      cell:
        stage: collection
        work: 1 h
        posts: {staff: {count: 2, shifts: {a: {from: 00:00, to: 12:00}, b: {from: 12:00, to: 24:00}}}}
      hq: {stage: command, needs: alarm, reads: eng, work: 1 h, posts: {staff: {count: 1}}}
      staff: {stage: command, needs: routine, work: 1 h, posts: {staff: {count: 1}}}
    channels:
      cell -> hq: {share: 40 %, hurdles: {language: {}}}
      cell -> staff: {share: 60 %}
    """
)


def waiting(**changes):
    """The first station waits for confirmation."""
    confirms = Confirmation(sources=2, within=DAY, stops=False, classes=ANY, precedences=ANY)
    return one("stations", confirms=replace(confirms, **changes))


def one(part, **changes):
    """The first of a network's sources, stations, ... changed."""
    return {part: (replace(getattr(SOUND, part)[0], **changes), *getattr(SOUND, part)[1:])}


def group(**changes):
    return one("stations", groups=(replace(SOUND.stations[0].groups[0], **changes),))


def shift(**changes):
    first, second = SOUND.stations[0].groups[0].shifts
    return group(shifts=(replace(first, **changes), second))


def hurdle(**changes):
    return one("channels", hurdles=(replace(SOUND.channels[0].hurdles[0], **changes),))


def rate(since, per_day):
    return replace(SOUND.incidents[0].rate, since=np.array(since), per_tick=np.array(per_day) / DAY)


def server(number, **changes):
    servers = list(SOUND.servers)
    servers[number] = replace(servers[number], **changes)
    return {"servers": tuple(servers)}


def doors(*rows):
    """The doors of the only source; each with its station, classes, precedences and share."""
    return one("sources", doors=tuple(Door(*row) for row in rows))


def losses(**changes):
    """A change to what the only source loses of the most urgent reports of its first class."""
    (first, *more), *rest = SOUND.sources[0].collection
    return one("sources", collection=((replace(first, **changes), *more), *rest))


BROKEN = [
    ({"horizon": 0}, "network: the horizon is 0"),
    ({"counted_from": SOUND.horizon}, "network: it is not counted from a tick within the clock"),
    ({"causes": ("lost", *SOUND.causes)}, "network: the built-in causes do not come first"),
    ({"causes": (*SOUND.causes, SOUND.causes[0])}, "causes"),
    ({"stations": SOUND.stations[::-1]}, "stations: names are not sorted"),
    ({"languages": ("eng", "eng")}, "languages: names are not sorted, or not unique"),
    ({"streams": SOUND.streams[::-1]}, "streams: they are not sorted"),
    (one("classes", precedence=4), "class alarm: precedence is 4, of 4"),
    (one("classes", level=-1), "class alarm: level is -1, of 3"),
    (doors((3, 0b11, ANY, 1.0)), "source patrol: a door is 3, of 3"),
    (doors(), "source patrol: its last door is not open to every report"),
    (doors((0, 0b01, ANY, 1.0)), "source patrol: its last door is not open to every report"),
    (doors((0, 0b11, 0b0111, 1.0)), "source patrol: its last door is not open to every report"),
    (doors((0, 0b11, ANY, 0.6), (1, 0b11, ANY, 0.5)), "source patrol: the shares of the doors do not rise"),
    (doors((0, 0b11, ANY, 0.6)), "source patrol: the shares of the doors do not rise to exactly 1"),
    (one("sources", collection=()), "source patrol: its collection is not of each class and precedence"),
    (losses(unreported=1.5), "source patrol: unreported is 1.5"),
    (losses(coarse=-0.5), "source patrol: coarse is -0.5"),
    (one("sources", nation=0), "source patrol: nation is 0, of 0"),
    (
        one("sources", languages=((0, 0.5), (1, 0.9))),
        "source patrol: the shares of the languages do not rise",
    ),
    (one("sources", languages=((0, 0.5), (2, 1.0))), "source patrol: language is 2, of 2"),
    (one("incidents", rate=rate([0, 5, 5], [1.0, 2.0, 1.0])), "incident attack: the rate's pieces are not"),
    (one("incidents", rate=rate([1], [1.0])), "incident attack: the rate's pieces do not cover the clock"),
    (
        one("incidents", rate=rate([0, 30 * DAY], [1.0, 2.0])),
        "incident attack: the rate's pieces do not cover",
    ),
    (one("incidents", rate=rate([0], [-1.0])), "incident attack: a rate is negative or not finite"),
    (one("incidents", rate=rate([0], [np.nan])), "incident attack: a rate is negative or not finite"),
    (one("incidents", rate=rate([0, 1], [1.0])), "incident attack: the rate's arrays differ in length"),
    (one("incidents", cluster_cv=1.0), "incident attack: the clustering's period is empty"),
    (one("incidents", diverts_sources=((0, 1.5),)), "incident attack: the share not made is 1.5"),
    (one("incidents", diverts_posts=((0, 1, 1),)), "incident attack: a diverted group is 1, of 1"),
    (one("incidents", calls_in=((0, 1, 1),)), "incident attack: a group that is called in is 1, of 1"),
    (
        one("incidents", calls_in=((0, 0, 1),)),
        "incident attack: it calls people in for no time that is stated",
    ),
    (one("incidents", raises=((0, -1),)), "incident attack: a raised precedence is -1"),
    (one("incidents", raises_at=0b10), "incident attack: raises_at is the mask 2, of 1"),
    (one("incidents", raises_younger=-1), "incident attack: it raises what is -1 ticks old"),
    ({"streams": (replace(SOUND.streams[1], klass=2),)}, "stream of source 0, class 2, trigger attack"),
    (one("streams", rate=None), "it needs a rate, or times, or an incident"),
    (one("streams", times=np.array([0])), "it needs a rate, or times, or an incident"),
    (one("streams", rate=None, times=np.array([3, 2])), "the times are not whole ticks in order of time"),
    (one("streams", rate=None, times=np.array([0.5])), "the times are not whole ticks in order of time"),
    (one("streams", rate=None, incident=1), "incident is 1, of 1"),
    (
        one("stations", work=SOUND.stations[0].work[:1]),
        "station cell: it does not have two laws of work for each",
    ),
    (
        one("stations", work_each=SOUND.stations[0].work_each[:1]),
        "station cell: it does not have two laws of work for each",
    ),
    (one("stations", urgent_work=()), "station cell: it does not say of each precedence how it works"),
    (one("stations", urgent_each=(None,)), "station cell: it does not say of each precedence how it works"),
    (
        one("stations", urgent_each=(Law.fixed(1.0), None, None, None)),
        "station cell: it says what each report adds where nothing is done once",
    ),
    (one("stations", batch_precedences=0b10000), "station cell: batch_precedences is the mask 16, of 4"),
    (one("channels", precedences=-2), "channel cell -> hq: precedences is the mask -2, of 4"),
    (hurdle(precedences=0b11111), "precedences is the mask 31, of 4"),
    (one("stations", batch_keeps=0), "station cell: a batch keeps 0 reports"),
    (one("stations", needs=0b100), "station cell: needs is the mask 4, of 2"),
    (one("stations", needs=0b001), "network: what can be reached"),
    (one("stations", reads=-2), "station cell: reads is the mask -2, of 2"),
    (one("stations", writes_language=2), "station cell: writes_language is 2, of 2"),
    (one("stations", transfer_to=0), "station cell: it transfers to itself"),
    (one("stations", remit=0b001), "station cell: it is of its own remit"),
    (one("stations", twins=0b010), "station cell: a twin is not of its remit"),
    (one("stations", misread_fresh=1.1), "station cell: misread_fresh is 1.1"),
    (one("stations", batch_size=0), "station cell: the batch size is 0"),
    (one("stations", batch_releases=np.array([5, 5])), "station cell: the batch's releases are not"),
    (waiting(sources=0), "station cell, confirmation: 0 sources are enough"),
    (waiting(within=-1), "station cell, confirmation: the limit is -1"),
    (waiting(classes=0b100), "station cell, confirmation: classes is the mask 4, of 2"),
    (waiting(precedences=0b10000), "station cell, confirmation: precedences is the mask 16, of 4"),
    (one("stations", outgoing=(0,)), "station cell: its outgoing channels are not those that it sends on"),
    (one("stations", shares=(0.4, 0.9)), "station cell: the shares of its channels do not rise to exactly 1"),
    (one("stations", shares=(1.0,)), "station cell: its shares do not fit its channels"),
    (one("stations", servers=(0, 1)), "station cell: its servers are not those that serve it"),
    (group(start=0.0), "station cell, group staff: a person who starts at proficiency 0"),
    (group(memory=2.0), "station cell, group staff: memory is 2.0"),
    (group(overlap=-1), "station cell, group staff: overlap is -1"),
    (group(tour_rule=AtEnd.SUSPEND), "station cell, group staff: a tour cannot end by suspending"),
    (group(called_for=4), "station cell, group staff: called_for is 4, of 4"),
    (group(called_for=1), "station cell, group staff: people are called without a time until they come"),
    (group(takes_classes=8), "station cell, group staff: takes_classes is the mask 8, of 2"),
    (group(shifts=()), "station cell, group staff: it has no shift"),
    (group(count=3), "servers: they are not one for each post and shift"),
    (shift(windows=np.array([[5, 3]])), "group staff, shift a: the windows are not whole ticks in order"),
    (
        shift(windows=np.array([[0, 3], [3, 5]])),
        "group staff, shift a: the windows are not whole ticks in order",
    ),
    (shift(windows=np.array([[0, NEVER + 1]])), "group staff, shift a: the windows are not within time"),
    (shift(windows=np.array([0, 3])), "group staff, shift a: the windows have the shape"),
    (server(1, desk=7), "its servers are not those of one post"),
    (server(2, desk=0), "its servers are not those of one post"),
    (one("channels", recipient=9), "channel cell -> hq: recipient is 9, of 3"),
    (
        one("channels", hurdles=SOUND.channels[0].hurdles * 2),
        "channel cell -> hq: two hurdles named language",
    ),
    (hurdle(cause=99), "channel cell -> hq, hurdle language: cause is 99"),
    (hurdle(cause=-1), "channel cell -> hq, hurdle language: cause is -1"),
    (hurdle(languages=0b100), "channel cell -> hq, hurdle language: languages is the mask 4"),
    (hurdle(through=3), "channel cell -> hq, hurdle language: through is 3, of 3"),
    (hurdle(more_than=-1), "channel cell -> hq, hurdle language: more_than is -1"),
    (hurdle(probability=-0.1), "channel cell -> hq, hurdle language: probability is -0.1"),
    (
        {"cause_kinds": SOUND.cause_kinds[1:]},
        "causes: not each of them is one of failure, meant, disposition",
    ),
    ({"cause_kinds": ("good", *SOUND.cause_kinds[1:])}, "causes: not each of them is one of"),
    ({"reach_station": SOUND.reach_station[::-1]}, "network: what can be reached from where"),
]


def test_a_sound_network_passes():
    check_network(SOUND)


@pytest.mark.parametrize(("changes", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_what_is_wrong_is_refused_and_named(changes, message):
    with pytest.raises(ValueError, match=r".") as raised:
        check_network(replace(SOUND, **changes))
    assert message in str(raised.value)


def test_a_hurdle_that_stops_nothing_needs_no_cause():
    channels = hurdle(cause=-1, probability=0.0, at_full_rapport=0.0)
    check_network(replace(SOUND, **channels))
