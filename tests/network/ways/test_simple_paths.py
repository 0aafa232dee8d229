"""The simple paths of reports that may be taken for others, listed on paper."""

from stovepipe.network.ways.simple_paths import edges, leading, paths, reached
from tests.network.missions import network

TIPS = network(
    """
    mission: Tips
    start: 2021-01-04
    horizon: 1 d
    classes: {hoax: {}, tip: {}}
    sources: {s: {written_at: a, reports: {tip: 1 /day, hoax: 1 /day}}}
    stations:
      a: {stage: collection, work: 1 h, posts: {p: {count: 1}}, sorts: {taken_for: {tip: {hoax: 10 %}}}}
      b: {stage: collection, work: 1 h, posts: {p: {count: 1}}, sorts: {taken_for: {tip: {}}}}
      c: {stage: command, needs: [tip, hoax], work: 1 h, posts: {p: {count: 1}}}
    channels: {a -> b: {carries: hoax}, a -> c: {carries: tip}, b -> c: {}}
    """
)
A, B, C = range(3)
HOAX, TIP = range(2)


def test_a_path_goes_on_as_what_a_station_takes_a_report_for():
    found = [[(e.sender, e.goes_as, e.recipient) for e in path] for path in paths(TIPS, A, TIP, C)]
    assert found == [[(A, HOAX, B), (B, TIP, C)], [(A, TIP, C)]]


def test_a_class_that_nobody_takes_for_another_has_the_paths_of_its_own():
    found = [[(e.sender, e.goes_as, e.recipient) for e in path] for path in paths(TIPS, A, HOAX, C)]
    assert found == [[(A, HOAX, B), (B, HOAX, C)]]


def test_where_steps_lead_and_from_where():
    along = edges(TIPS, TIP)
    assert reached([(A, TIP)], along) == {(A, TIP), (B, HOAX), (C, TIP)}
    assert (B, HOAX) in leading([(C, TIP)], along)
    assert (C, HOAX) not in leading([(C, TIP)], along)
