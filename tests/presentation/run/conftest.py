"""Findings of a mission in which things happen that reports are about."""

from textwrap import dedent

import pytest

from stovepipe.answers.findings.run import RunFindings
from stovepipe.scenario import load
from tests.findings import findings_of

EVENTFUL = """
    mission: Two desks on a road
    start: 2021-01-04
    horizon: 3 wk
    classes: {alarm: {ltiov: 6 h}, note: {}, hint: {}}
    sources:
      north:
        written_at: desk
        reports: {alarm: {rate: 2 /day, about: raid}, note: {rate: 1 /day, about: siege}}
      east: {written_at: desk, reports: {hint: 1 /day}}
      south: {written_at: desk, reports: {alarm: {rate: 1 /day, about: [raid, siege]}}}
    topics:
      raid: {rate: 1 /day, lasts: 2 d, known_within: 1 d, confirmed_by: 2}
      siege: {rate: 0.5 /day, lasts: 2 d, known_within: 1 d}
    stations:
      desk: {stage: analysis, work: 30 min, posts: {all: {count: 1}}}
      chief: {stage: command, needs: [alarm, note], work: 1 h, posts: {chief: {count: 1}}}
      aide: {stage: command, needs: note, work: 1 h, posts: {aide: {count: 1}}}
      guest: {stage: command, needs: hint, work: 1 h, posts: {guest: {count: 1}}}
    channels: {desk -> chief: {}, desk -> aide: {}, desk -> guest: {}}
    """


@pytest.fixture(scope="session")
def eventful(tmp_path_factory: pytest.TempPathFactory) -> RunFindings:
    """Four replications of a mission in which things happen, and a guest who could hear of none of them."""
    path = tmp_path_factory.mktemp("eventful") / "road.yaml"
    path.write_text(dedent(EVENTFUL))
    return findings_of(load(path), 4)


ASKING = """
    mission: Who asks
    start: 2021-01-04
    horizon: 3 wk
    classes: {alarm: {}, note: {}, query: {}}
    sources: {north: {written_at: desk, reports: {alarm: 2 /day, note: 1 /day}}}
    stations:
      desk: {stage: collection, patience: 6 h, work: {exponential: {mean: 2 h}}, posts: {all: {count: 1}}}
      chief:
        stage: command
        needs: [alarm, note]
        work: 1 h
        posts: {chief: {count: 1}}
        asks: {more: {about: alarm, request: query, within: 9 h, collects: {exponential: {mean: 4 h}}}}
    channels: {desk -> chief: {}, chief -> desk: {carries: query}}
    """


@pytest.fixture(scope="session")
def asking(tmp_path_factory: pytest.TempPathFactory) -> RunFindings:
    """Four replications of a mission in which a chief asks about alarms."""
    path = tmp_path_factory.mktemp("asking") / "asks.yaml"
    path.write_text(dedent(ASKING))
    return findings_of(load(path), 4)
