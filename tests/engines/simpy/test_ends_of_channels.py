"""What becomes of copies when channels end, before they begin, and after (semantics 4.1 and 5)."""

from __future__ import annotations

import pytest

from tests.engines.scenes import scene


def chain(to_hq="{until: 2021-01-04 01:00}", desk="", more="", channels="", classes="{a: {}}"):
    return f"""
    classes: {classes}
    sources: {{s: {{written_at: desk, reports: {{a: 1 /day}}}}}}
    stations:
      desk: {{stage: collection, work: 20 min, posts: {{p: {{count: 1}}}}{desk}}}
      hq: {{stage: command, needs: a, work: 10 min, posts: {{p: {{count: 1}}}}}}
      {more}
    channels:
      desk -> hq: {to_hq}
      {channels}
    """


def test_what_waits_and_what_is_in_hand_when_the_only_channel_ends_is_lost_then_with_its_time(tmp_path):
    played = scene(tmp_path, chain(), (45, "a"), (50, "a"), (0, "a"))
    assert played.deliveries() == {"a0": ("delivered", 30), "a1": ("closed", 60), "a2": ("closed", 60)}
    assert played.parts("a1", "hq") == {"work": 15}
    assert played.parts("a2", "hq") == {"waiting": 10}
    assert played.crossings("desk -> hq") == [("a0", 20, 20, "arrived")]


def test_what_is_on_the_channel_when_it_ends_arrives(tmp_path):
    link = "{until: 2021-01-04 01:00, transit: 2 h, hurdles: {forms: {delay: 2 h}}}"
    played = scene(tmp_path, chain(link), (30, "a"))
    assert played.deliveries() == {"a0": ("delivered", 300)}


def test_reports_that_occur_after_the_end_are_lost_at_once_and_not_for_want_of_a_route(tmp_path):
    assert scene(tmp_path, chain(), (60, "a")).deliveries() == {"a0": ("closed", 60)}
    never = chain("{carries: b}", classes="{a: {}, b: {}}", channels="desk -> out: {}").replace(
        "needs: a", "needs: [a, b]"
    )
    out = "out: {stage: command, needs: a, work: 1 min, posts: {p: {count: 1}}}"
    never = never.replace("reports: {a: 1 /day}", "reports: {a: 1 /day, b: 1 /day}").replace(
        "channels:", f"  {out}\n    channels:"
    )
    assert scene(tmp_path, never, (60, "a")).deliveries("hq") == {"a0": ("no_route", 60)}


@pytest.mark.parametrize(
    ("also", "lost"), [("via -> hq: {}", False), ("via -> hq: {until: 2021-01-04 02:00}", True)]
)
def test_what_another_way_still_brings_is_lost_only_when_that_ends_too(tmp_path, also, lost):
    via = "via: {stage: collection, work: 3 h, posts: {p: {count: 1}}}"
    text = chain(more=via, channels=f"desk -> via: {{}}\n      {also}")
    played = scene(tmp_path, text, (50, "a"))
    assert played.deliveries() == {"a0": ("closed", 120) if lost else ("delivered", 260)}


def test_of_several_copies_the_last_that_came_into_being_tells_where_it_was_lost(tmp_path):
    """Both are shared at once, by the names of the channels, and end with the channels behind them."""
    text = """
    classes: {a: {}}
    sources: {s: {written_at: desk, reports: {a: 1 /day}}}
    stations:
      desk: {stage: collection, work: 0 min, posts: {p: {count: 1}}}
      left: {stage: collection, work: 3 h, posts: {p: {count: 1}}}
      right: {stage: collection, work: 3 h, posts: {p: {count: 1}}}
      hq: {stage: command, needs: a, work: 10 min, posts: {p: {count: 1}}}
    channels:
      desk -> left: {transit: 5 min}
      desk -> right: {}
      left -> hq: {until: 2021-01-04 01:00}
      right -> hq: {until: 2021-01-04 01:00}
    """
    played = scene(tmp_path, text, (0, "a"))
    assert played.deliveries() == {"a0": ("closed", 60)}
    deliveries, stations = played.trajectory.deliveries, played.trajectory.network.stations
    assert stations[int(deliveries.where[0])].name == "right"
    assert played.parts("a0", "hq") == {"work": 60}


@pytest.mark.parametrize(
    ("at", "desk", "channel", "parts"),
    [
        (50, "", "", {"work": 10}),
        (0, ", batch: {size: 2}", "", {"work": 20, "batching": 40}),
        (0, "", "through: via", {"work": 60}),
        (10, "", "delay: 1 d", {"work": 20, "hurdles": 30}),
        (10, "", "at_transit", {"work": 20, "transit": 30}),
        (10, "", "at_outage", {"work": 20, "transit": 30}),
    ],
)
def test_the_time_until_the_end_is_counted_as_what_it_was_spent_on(tmp_path, at, desk, channel, parts):
    """The copy is at the desk, or on its way to the station before the channel that ends."""
    links = {
        "": "desk -> next: {}",
        "at_transit": "desk -> next: {transit: 1 d}",
        "at_outage": "desk -> next: {outages: {stated: {from: 2021-01-04}}}",
    }
    link = links.get(channel, f"desk -> next: {{hurdles: {{h: {{{channel}}}}}}}")
    text = f"""
    classes: {{a: {{}}}}
    sources: {{s: {{written_at: desk, reports: {{a: 1 /day}}}}}}
    stations:
      desk: {{stage: analysis, work: {{once: 20 min, each: 0 min}}, posts: {{p: {{count: 1}}}}{desk}}}
      via: {{stage: registry, work: {{once: 1 d, each: 0 min}}, posts: {{p: {{count: 1}}}}}}
      next: {{stage: collection, work: {{once: 1 d, each: 0 min}}, posts: {{p: {{count: 1}}}}}}
      hq: {{stage: command, needs: a, work: {{once: 1 min, each: 0 min}}, posts: {{p: {{count: 1}}}}}}
    channels:
      {link}
      next -> hq: {{until: 2021-01-04 01:00}}
    """
    played = scene(tmp_path, text, (at, "a"))
    assert played.deliveries() == {"a0": ("closed", 60)}
    assert played.parts("a0", "hq") == parts


def test_what_is_sent_on_before_the_channel_begins_is_lost_then_and_what_waits_for_it_is_not(tmp_path):
    played = scene(tmp_path, chain("{from: 2021-01-04 01:00}"), (0, "a"), (30, "a"), (50, "a"))
    assert played.deliveries() == {"a0": ("closed", 20), "a1": ("closed", 50), "a2": ("delivered", 80)}


def test_a_share_that_falls_to_a_channel_out_of_its_time_goes_nowhere(tmp_path):
    text = chain("{share: 100 %, until: 2021-01-04 01:00}", channels="desk -> out: {share: 0 %}")
    out = "out: {stage: collection, work: 1 min, posts: {p: {count: 1}}}"
    text = text.replace("channels:", f"  {out}\n    channels:", 1) + "  out -> hq: {}\n"
    played = scene(tmp_path, text, (50, "a"))
    assert played.deliveries() == {"a0": ("closed", 70)}


def test_hurdles_apply_in_their_time_only(tmp_path):
    hurdle = "caveat: {probability: 100 %, from: 2021-01-04 01:00, until: 2021-01-04 02:00, each: EACH}"
    for each in ("true", "false"):
        text = chain(f"{{hurdles: {{{hurdle.replace('EACH', each)}}}}}")
        played = scene(tmp_path, text, (39, "a"), (79, "a"), (100, "a"))
        # finished at 59, at 99 and, to the minute at which the caveat ends, at 120
        assert played.deliveries() == {
            "a0": ("delivered", 69),
            "a1": ("withheld", 99),
            "a2": ("delivered", 130),
        }


def test_only_reports_that_occur_while_they_are_needed_are_owed(tmp_path):
    text = chain("{}").replace(
        "needs: a,", "needs: a, needs_when: {a: {from: 2021-01-04 01:00, until: 2021-01-04 02:00}},"
    )
    played = scene(tmp_path, text, (59, "a"), (60, "a"), (119, "a"), (120, "a"))
    assert list(played.deliveries()) == ["a1", "a2"]
    assert played.deliveries()["a2"] == ("delivered", 149)
