"""What comes to those who are not cleared for it (semantics, 3.10)."""

import numpy as np

from tests.engines.scenes import scene

HEAD = """
    markings: [plain, secret]
    classes: {{a: {{}}, b: {{marking: secret}}}}
    sources:
      s:
        written_at: desk
        exposure: {{silenced: {silenced}, time: {time}}}
        reports: {{a: 1 /day, b: 1 /day}}
    stations:
      desk: {{stage: collection, work: 0 s, posts: {{p: {{count: 9}}}}}}
      hq: {{stage: command, needs: [a, b], work: 0 s, cleared: {hq}, posts: {{p: {{count: 9}}}}}}
      ally: {{stage: command, needs: b, work: 0 s, cleared: {ally}, posts: {{p: {{count: 9}}}}}}
    channels: {{desk -> hq: {{transit: 10 min}}, desk -> ally: {{transit: 20 min, hurdles: {{{hurdles}}}}}}}
    {more}
"""


def mission(silenced="0 %", time="1 h", hq="secret", ally="plain", hurdles="", more=""):
    return HEAD.format(silenced=silenced, time=time, hq=hq, ally=ally, hurdles=hurdles, more=more)


def exposed(played):
    """(report, station, minute, minute until which its source is silent) of each exposure."""
    table = played.trajectory.exposures
    names = [station.name for station in played.trajectory.network.stations]
    columns = zip(
        *(column.tolist() for column in (table.report, table.station, table.at, table.until)), strict=True
    )
    return [
        (played.report(report), names[station], at / 60e6, until / 60e6 if until >= 0 else None)
        for report, station, at, until in columns
    ]


def test_a_report_is_exposed_where_nobody_is_cleared_for_it_and_nowhere_else(tmp_path):
    played = scene(tmp_path, mission(), (0, "a"), (5, "b"))
    assert exposed(played) == [("b0", "ally", 25, None)]
    assert played.deliveries("ally") == {"b0": ("delivered", 25)}, "it is read all the same"


def test_a_source_that_is_found_out_falls_silent_for_its_time(tmp_path):
    played = scene(tmp_path, mission("100 %", "30 min"), (5, "b"), (24, "a"), (25, "a"), (54, "b"), (55, "a"))
    assert exposed(played) == [("b0", "ally", 25, 55)]
    assert played.deliveries("hq") == {
        "b0": ("delivered", 15),
        "a0": ("delivered", 34),
        "a1": ("silenced", 25),
        "b1": ("silenced", 54),
        "a2": ("delivered", 65),
    }


def test_the_silence_that_ends_last_counts(tmp_path):
    text = mission("100 %", "30 min", hq="plain")
    played = scene(tmp_path, text, (0, "b"), (39, "a"), (49, "a"), (50, "a"))
    assert exposed(played) == [("b0", "hq", 10, 40), ("b0", "ally", 20, 50)]
    assert [what for what, _ in played.deliveries("hq").values()][1:] == ["silenced", "silenced", "delivered"]


def test_a_report_is_exposed_once_at_each_station_however_often_it_comes(tmp_path):
    """It comes to the ally by two ways."""
    text = mission().replace("channels: {", "channels: {hq -> ally: {}, ")
    played = scene(tmp_path, text, (0, "b"))
    assert len(played.visits("ally")) == 2
    assert exposed(played) == [("b0", "ally", 10, None)]


def test_of_a_product_only_what_is_marked_above_is_exposed(tmp_path):
    text = mission().replace("stage: collection, work: 0 s,", "stage: analysis, work: 0 s, batch: {size: 3},")
    text = text.replace("work: 0 s, cleared", "work: {once: 0 s, each: 0 s}, cleared")
    played = scene(tmp_path, text, (0, "a"), (1, "b"), (2, "b"))
    assert [each[0] for each in exposed(played)] == ["b0", "b1"]


def test_where_the_mechanism_is_off_nobody_is_uncleared_and_release_stays_as_it_is(tmp_path):
    text = mission(
        "100 %", "30 min", hurdles="release: {probability: 100 %}", more="mechanisms: {exposure: off}"
    )
    played = scene(tmp_path, text, (0, "b"), (10, "a"))
    assert exposed(played) == []
    assert played.deliveries("ally") == {"b0": ("not_released", 0)}


def test_openness_exposes_and_exposure_silences_and_neither_shrinks_its_denominator(tmp_path):
    """Without the release the ally reads what is secret, and in the end everybody reads less."""
    minutes = [(minute, "b") for minute in range(0, 2400, 10)]
    share, created = {}, set()
    for name, hurdles in (("closed", "release: {probability: 100 %}"), ("open", "")):
        played = scene(tmp_path, mission("20 %", "6 h", hurdles=hurdles), *minutes)
        found = [what for what, _ in played.deliveries("hq").values()]
        share[name] = np.mean([what == "delivered" for what in found])
        created.add(len(found))
        assert (len(exposed(played)) > 0) == (name == "open")
    assert created == {len(minutes)}
    assert share["open"] < 0.8 < share["closed"]
