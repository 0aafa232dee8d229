"""Hurdles in order, work through stations, transit (semantics 4)."""

import pytest

from tests.engines.scenes import scene


def linked(channel, more="", hq="", source="", a="{}"):
    return f"""
    classes: {{a: {a}}}
    sources: {{s: {{written_at: desk, reports: {{a: 1 /day}}{source}}}}}
    stations:
      desk: {{stage: collection, work: 10 min, system: one, posts: {{p: {{count: 1}}}}}}
      hq: {{stage: command, needs: a, work: 1 min, posts: {{p: {{count: 1}}}}{hq}}}
      {more}
    channels:
      desk -> hq: {channel}
    """


def test_transit_and_delays_take_their_time_and_nobodys_work(tmp_path):
    text = linked("{transit: 20 min, hurdles: {forms: {delay: 3 h}}}")
    played = scene(tmp_path, text, (0, "a"))
    assert played.deliveries() == {"a0": ("delivered", 211)}
    assert played.parts("a0", "hq") == {"work": 11, "hurdles": 180, "transit": 20}
    assert played.crossings("desk -> hq") == [("a0", 10, 210, "arrived")]


@pytest.mark.parametrize(
    ("hurdle", "cause"),
    [
        ("{kind: reluctance, probability: 100 %}", "not_shared"),
        ("{kind: caveat, probability: 100 %}", "withheld"),
        ("{kind: caveat, origins: [NLD], probability: 100 %}", "withheld"),
        ("{kind: access, probability: 100 %}", "refused"),
        ("{kind: release, probability: 100 %}", "not_released"),
        ("{kind: granularity, levels: [tactical], probability: 100 %}", "no_use"),
        ("{probability: 100 %, otherwise: eaten_by_goats}", "eaten_by_goats"),
    ],
)
def test_a_certain_hurdle_stops_everything_under_its_own_cause(tmp_path, hurdle, cause):
    text = linked(f"{{hurdles: {{h: {hurdle}}}}}", source=", nation: NLD")
    assert scene(tmp_path, text, (0, "a")).deliveries() == {"a0": (cause, 10)}


@pytest.mark.parametrize(
    "condition", ["origins: [CHN]", "levels: [strategic]", "classes: [b]", "more_than: 1"]
)
def test_a_hurdle_whose_condition_does_not_hold_does_nothing(tmp_path, condition):
    text = linked(
        f"{{hurdles: {{h: {{kind: caveat, {condition}, probability: 100 %}}}}}}", source=", nation: NLD"
    ).replace("classes: {a: {}}", "classes: {a: {}, b: {}}")
    assert scene(tmp_path, text, (0, "a")).deliveries() == {"a0": ("delivered", 11)}


TRANSLATORS = (
    "translators: {stage: translation, work: 30 min, reads: [fra], writes: eng, posts: {p: {count: 1}}"
    ", closes: {on: 2021-01-04 20:00}}"
)


def written_in(language):
    """A headquarters that reads English alone, with translators on the way, and a source of one language."""
    return linked(
        "{hurdles: {language: {kind: language, through: translators}}}",
        more=TRANSLATORS,
        hq=", reads: [eng]",
        source=f", languages: {{{language}: 100 %}}",
    )


def test_what_the_recipient_cannot_read_goes_through_the_translators(tmp_path):
    text = written_in("fra")
    played = scene(tmp_path, text, (0, "a"), (5, "a"))
    assert played.deliveries() == {"a0": ("delivered", 41), "a1": ("delivered", 71)}
    assert played.parts("a1", "hq") == {"waiting": 25, "work": 41}
    assert played.crossings("desk -> hq") == [("a0", 10, 40, "arrived"), ("a1", 20, 70, "arrived")]


def test_what_is_readable_needs_no_translator(tmp_path):
    text = written_in("eng")
    assert scene(tmp_path, text, (0, "a")).deliveries() == {"a0": ("delivered", 11)}


def test_a_language_nobody_translates_stops_as_untranslated(tmp_path):
    text = written_in("bam")
    assert scene(tmp_path, text, (0, "a")).deliveries() == {"a0": ("untranslated", 10)}


def test_what_is_lost_among_the_translators_ends_the_crossing(tmp_path):
    text = written_in("fra")
    played = scene(tmp_path, text, (1185, "a"))
    assert played.deliveries() == {"a0": ("stranded", 1200)}
    assert played.crossings("desk -> hq") == [("a0", 1195, 1200, "ended")]


def test_what_was_worked_through_a_twin_of_the_recipient_is_no_duplicate_there(tmp_path):
    """The translators share a remit and a system with it, but the copy has come through them."""
    text = linked(
        "{hurdles: {language: {kind: language, through: translators}}}",
        more="translators: {stage: translation, work: 30 min, reads: [fra], writes: eng"
        ", remit: x, system: two, posts: {p: {count: 1}}}\n"
        "      fc: {stage: command, needs: a, reads: eng, work: 1 min"
        ", remit: x, system: two, posts: {p: {count: 1}}}",
        hq=", reads: [eng], remit: x, system: two",
        source=", languages: {fra: 100 %}",
    )
    text += "  desk -> fc: {hurdles: {language: {kind: language, through: translators}}}\n"
    played = scene(tmp_path, text, (0, "a"))
    assert [end for *_, end in played.visits("translators")] == ["finished", "duplicate"]
    assert played.deliveries("fc") == {"a0": ("delivered", 41)}
    assert played.deliveries("hq") == {"a0": ("delivered", 41)}


def test_incompatible_systems_are_bridged_by_a_registry_or_stop_the_report(tmp_path):
    registry = "registry: {stage: registry, work: 15 min, system: two, posts: {p: {count: 1}}}"
    bridged = linked(
        "{hurdles: {system: {kind: system, through: registry}}}", more=registry, hq=", system: two"
    )
    stopped = linked("{hurdles: {system: {kind: system}}}", hq=", system: two")
    opened = linked("{hurdles: {system: {kind: system}}}", hq=", system: two, opens: [one]")
    assert scene(tmp_path, bridged, (0, "a")).deliveries() == {"a0": ("delivered", 26)}
    assert scene(tmp_path, stopped, (0, "a")).deliveries() == {"a0": ("incompatible", 10)}
    assert scene(tmp_path, opened, (0, "a")).deliveries() == {"a0": ("delivered", 11)}


def test_a_translation_made_once_serves_a_second_channel_without_work(tmp_path):
    text = linked(
        "{hurdles: {language: {kind: language, through: translators}}}",
        more=TRANSLATORS
        + "\n      fc: {stage: command, needs: a, reads: eng, work: 1 min, posts: {p: {count: 1}}}",
        hq=", reads: [eng]",
        source=", languages: {fra: 100 %}",
    )
    text += "  desk -> fc: {hurdles: {language: {kind: language, through: translators}}}\n"
    played = scene(tmp_path, text, (0, "a"))
    assert played.deliveries("hq") == {"a0": ("delivered", 41)}
    assert played.deliveries("fc") == {"a0": ("delivered", 41)}
    assert [end for *_, end in played.visits("translators")] == ["finished", "duplicate"]


def test_hurdles_are_met_in_the_order_written(tmp_path):
    late = "{hurdles: {wait: {delay: 5 min}, stop: {kind: caveat, probability: 100 %}}}"
    early = "{hurdles: {stop: {kind: caveat, probability: 100 %}, wait: {delay: 5 min}}}"
    assert scene(tmp_path, linked(late), (0, "a")).deliveries() == {"a0": ("withheld", 15)}
    assert scene(tmp_path, linked(early), (0, "a")).deliveries() == {"a0": ("withheld", 10)}


def test_a_product_beyond_the_stated_number_meets_the_aggregation_hurdle(tmp_path):
    text = (
        linked("{hurdles: {many: {kind: aggregation, more_than: 1, probability: 100 %}}}")
        .replace("stage: collection,", "stage: collection, batch: {size: 2},")
        .replace("work: 1 min", "work: {once: 1 min, each: 0 min}")
    )
    played = scene(tmp_path, text, (0, "a"), (1, "a"))
    assert played.deliveries() == {"a0": ("aggregated", 20), "a1": ("aggregated", 20)}
