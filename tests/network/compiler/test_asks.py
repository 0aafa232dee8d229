"""Who asks whom, as the engine sees it."""

from stovepipe.network.details.asks import Ask, Origin
from stovepipe.network.draws import Law
from stovepipe.network.records import HOUR, NONE
from tests.network.missions import network

MISSION = """
mission: Asking
start: 2021-01-04
horizon: 3 d
classes: {alfa: {}, bravo: {}, query: {}}
sources:
  s: {written_at: {cell: 0.7, desk: 0.3}, reports: {alfa: 1 /day, bravo: 1 /day}}
  t: {written_at: desk, reports: {bravo: 1 /day}}
stations:
  cell: {stage: collection, work: 1 h, posts: {p: {count: 1}}}
  desk: {stage: collection, work: 1 h, posts: {p: {count: 1}}}
  hq: {stage: command, needs: alfa, work: 1 h, posts: {p: {count: 1}}, asks: %s}
channels: {cell -> hq: {}, desk -> hq: {}, hq -> cell: {carries: query}}
"""


def asking(asks):
    return network(MISSION % asks)


def test_what_is_not_stated_is_about_what_is_needed_certain_once_and_at_once():
    net = asking("{more: {request: query}}")
    assert net.asks == (Ask("more", 2, 0b001, False, 1.0, 2, None, None, NONE, 0.0, 1),)


def test_asks_are_in_the_order_of_their_names_and_say_what_is_stated():
    first = "about: bravo, coarse: true, probability: 50 %, collects: 1 h, within: 2 h, still_coarse: 5 %"
    net = asking(f"{{more: {{request: query}}, again: {{request: query, {first}}}}}")
    assert [ask.name for ask in net.asks] == ["again", "more"]
    laws = Law.fixed(HOUR), Law.fixed(2 * HOUR)
    assert net.asks[0] == Ask("again", 2, 0b010, True, 0.5, 2, *laws, NONE, 0.05, 1)


def test_each_stream_that_is_asked_about_has_one_of_requests_and_one_of_answers_behind_the_calendar():
    net = asking("{more: {request: query, about: bravo}}")
    made = [(s.source, s.klass, s.trigger, s.made) for s in net.streams if s.made]
    assert made == [
        (0, 2, "request hq.more bravo rate 0", Origin(0, 1, 0, answers=False)),
        (0, 1, "answer hq.more bravo rate 0", Origin(0, 1, 0, answers=True)),
        (1, 2, "request hq.more bravo rate 0", Origin(0, 2, 0, answers=False)),
        (1, 1, "answer hq.more bravo rate 0", Origin(0, 2, 0, answers=True)),
    ]


def test_of_a_further_round_the_answers_are_asked_about_that_are_of_a_class_that_is():
    net = asking("{more: {request: query, rounds: 3}}")
    rounds = [(s.trigger, s.made.about) for s in net.streams if s.made and not s.made.answers]
    assert rounds == [
        ("request hq.more alfa rate 0", 0),
        ("request hq.more alfa rate 1", 4),
        ("request hq.more alfa rate 2", 6),
    ]
    other = asking("{more: {request: query, answer: bravo, rounds: 3}}")
    assert sum(s.made is not None for s in other.streams) == 2


def test_who_asks_and_the_doors_of_who_is_asked_are_to_be_reached_behind_the_consumers():
    net = asking("{more: {request: query}}")
    assert (net.consumers, net.addressees) == ((2,), (0, 1, 2))
    assert net.reach_station[2][2] == 0b1011, "with a query from hq: itself, as both, and the cell"
    assert net.reach_station[0][0] == 0b1011, "with an answer from the cell: itself, and hq"


def test_nobody_asks_without_the_mechanism():
    net = network((MISSION % "{more: {request: query}}") + "mechanisms: {requests: off}\n")
    assert (net.asks, net.addressees) == ((), ())
    assert all(stream.made is None for stream in net.streams)
