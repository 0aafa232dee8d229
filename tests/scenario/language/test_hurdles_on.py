"""What stands on a channel: caveats by nations and by unit, and what an embedded officer gets round."""

from stovepipe.scenario import load
from stovepipe.scenario.language.hurdles_on import hurdles_on

MISSION = """
mission: Caveats
start: 2021-01-04
horizon: 4 wk
classes: {warning: {}}
sources: {patrols: {written_at: desk, nation: NLD, reports: {warning: 1 /day}}}
stations:
  desk: {stage: collection, work: 1 h, posts: {p: {count: 1, nation: NLD}}}
  mixed: {stage: analysis, work: 1 h, posts: {a: {count: 1, nation: NLD}, b: {count: 1, nation: CHN}}}
  chief: {stage: command, needs: warning, work: 1 h, posts: {p: {count: 1, nation: SEN}}}
channels:
  desk -> mixed: {hurdles: {reluctance: {probability: 10 %}}}
  mixed -> chief: {embedded: {bypasses: [unit, vetting]}, hurdles: {vetting: {delay: 1 h}, access: {}}}
caveats:
  whispered: {of: NLD, towards: CHN, declared: false, probability: 20 %}
  open: {of: NLD, towards: [CHN, FRA], each: true, otherwise: annexed}
  unit: {of: NLD, at: chief}
  elsewhere: {of: NLD, at: chief, classes: warning}
"""


def standing(tmp_path, channel):
    path = tmp_path / "mission.yaml"
    path.write_text(MISSION, encoding="utf-8")
    return hurdles_on(channel, load(path).mission)


def test_a_caveat_stands_where_a_restricted_nation_holds_a_post_and_an_undeclared_one_comes_last(tmp_path):
    found = standing(tmp_path, "desk -> mixed")
    assert list(found) == ["open", "reluctance", "whispered"]
    assert (found["open"].origins, found["open"].each, found["open"].cause) == (("NLD",), True, "annexed")
    assert found["open"].stops == 1.0
    assert found["whispered"].on_arrival
    assert (found["whispered"].stops, found["whispered"].cause) == (0.2, "withheld")


def test_what_an_embedded_officer_bypasses_does_not_stand(tmp_path):
    assert list(standing(tmp_path, "mixed -> chief")) == ["elsewhere", "access"]
