"""What stations take reports for becomes cumulative shares, in the order of the names."""

import pytest

from tests.network.missions import network

TEXT = """
    mission: Tips
    start: 2021-01-04
    horizon: 1 d
    classes: {{hoax: {{}}, lead: {{}}, tip: {{}}}}
    sources: {{s: {{written_at: x, reports: {{tip: 1 /day, hoax: 1 /day}}}}}}
    stations:
      x: {{stage: collection, work: 1 h, posts: {{p: {{count: 1}}}}, sorts: {sorts}}}
      y: {{stage: command, needs: tip, work: 1 h, posts: {{p: {{count: 1}}}}}}
    channels: {{x -> y: {{}}}}
    mechanisms: {{sorting: {switch}}}
    """
HOAX, LEAD, TIP = range(3)
SORTS = "{taken_for: {tip: {lead: 20 %, hoax: 10 %}, hoax: {}}, precedence: of_class}"


def test_the_shares_are_cumulative_and_the_rest_belongs_to_the_own_class():
    found = network(TEXT.format(sorts=SORTS, switch="on"))
    hoax, lead, tip = found.stations[0].taken_for
    assert (hoax, lead) == (((1.0, HOAX),), ())
    assert [klass for _, klass in tip] == [HOAX, LEAD, TIP]
    assert [upto for upto, _ in tip] == pytest.approx([0.1, 0.3, 1.0])
    assert tip[-1][0] == 1.0
    assert found.stations[0].sorting_gives_precedence
    assert found.stations[1].taken_for == ((), (), ())


def test_what_a_report_may_be_is_numbered_after_the_classes_themselves():
    kinds = network(TEXT.format(sorts=SORTS, switch="on")).kinds
    assert kinds == ((HOAX, HOAX), (LEAD, LEAD), (TIP, TIP), (TIP, HOAX), (TIP, LEAD))


def test_switched_off_nothing_is_taken_for_anything():
    off = network(TEXT.format(sorts=SORTS, switch="off"))
    assert off.stations[0].taken_for == ((), (), ())
    assert len(off.kinds) == len(off.classes)
