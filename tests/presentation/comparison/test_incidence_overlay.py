"""The curves of all structures on top of each other, each with the share that it ends at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stovepipe.answers.findings.comparison import StudyFindings
from stovepipe.presentation.comparison.incidence_overlay import overlay_figure
from stovepipe.presentation.shared.figure_style import rendered
from stovepipe.study.store.store import Store
from tests.answers import studies
from tests.presentation.drawn import texts

Done = tuple[StudyFindings, Store]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    folder = tmp_path_factory.mktemp("study")
    with studies.carried_out(folder, studies.study(folder, replications=6)) as carried_out:
        yield carried_out


def test_every_structure_has_a_curve_that_ends_at_its_share(done: Done) -> None:
    findings, _ = done
    sent = findings.outcomes[3].observed.estimates
    ends = [text.split() for text in texts(overlay_figure(findings)) if text.endswith(" %")]
    shown = {name: float(share) for name, share, _ in (each for each in ends if len(each) == 3)}
    for name, estimate in sent.items():
        assert estimate.value is not None
        assert shown[name] == pytest.approx(100 * estimate.value, abs=1.5), "the axis ends a little earlier"


def test_outcomes_kept_with_a_latency_have_curves(tmp_path: Path) -> None:
    asked = studies.study(tmp_path, keep="outcomes", outcomes={"p75": {"latency": "75 %"}}, replications=3)
    with studies.carried_out(tmp_path, asked) as (findings, _):
        assert rendered(overlay_figure(findings))["svg"]
