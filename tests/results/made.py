"""Results of made-up findings about the small study: nothing is run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from stovepipe.answers.axes import space_of
from stovepipe.answers.findings.attribution import AttributionFinding, AttributionFindings
from stovepipe.answers.findings.selection import SelectionFindings
from stovepipe.answers.findings.sensitivity import Finding, SensitivityFindings
from stovepipe.answers.questions.question import Answer
from stovepipe.importance.methods.tornado import tornado, tornado_design
from stovepipe.importance.shapley import shapley
from stovepipe.inference.allocation import Allocation
from stovepipe.inference.best import with_best
from stovepipe.inference.intervals import Estimate, mean_interval
from stovepipe.inference.paired import paired
from stovepipe.results.attribution import Attribution
from stovepipe.results.selection import Selection
from stovepipe.results.sensitivity import Sensitivity
from stovepipe.study.reading.study import Study
from tests.answers import studies

NOISE = np.array([0.0, 0.01, -0.01])
RELUCTANCE, TURNOVER = frozenset({"rapport"}), frozenset({"turnover"})


def asked(folder: Path, **more: Any) -> Study:
    """The small study about one outcome."""
    return studies.study(folder, outcomes={"timely": {}}, **more)


def selection(folder: Path) -> Selection:
    """Open channels were chosen with a budget of 15: 80 % are timely with them, else 70 % or 60 %."""
    said = {"outcome": "timely", "method": "ocba", "budget": 15, "at_least": 5}
    study = asked(folder, selection=said)
    rows = [0.6 + NOISE, 0.7 - NOISE, 0.8 + NOISE[::-1]]
    best = with_best(paired(rows, ["base", "third", "open"], "timely"), "more")
    of_each = {name: mean_interval(row) for name, row in zip(best.structures, rows, strict=True)}
    return Selection(Answer(SelectionFindings(study, Allocation("open", best, 15), of_each), folder, False))


def sensitivity(folder: Path) -> Sensitivity:
    """From 1 to 4 analysts the share rises by 0.4; the channel's hurdle takes 0.1 at most."""
    factors = {
        "analysts": {"paths": "stations.cell.posts.analysts.count", "range": [1, 4]},
        "stops": {"paths": f"{studies.HURDLE}.probability", "range": ["0 %", "20 %"]},
    }
    study = asked(folder, structures={"base": {}}, factors=factors, sensitivity={"method": "tornado"})
    design = tornado_design(space_of(study))
    means = np.array(
        [0.3 + 0.1 * float(point["analysts"]) - 0.005 * float(point["stops"]) for point in design.points]
    )
    outputs = means[:, None] + NOISE
    found = Finding(study.outcomes[0], tornado(design, outputs), None)
    space, made = space_of(study), {"timely": {"base": outputs}}
    return Sensitivity(
        Answer(SensitivityFindings(study, space, design.points, made, (found,), 0, None), folder, False)
    )


def attribution(folder: Path) -> Attribution:
    """Rapport costs 0.2 and turnover 0.1, whatever the other does."""
    mechanisms = {"mechanisms": ["rapport", "turnover"]}
    study = asked(folder, structures={"base": {}}, baseline=None, attribution=mechanisms)
    made = {
        frozenset(): 0.9 + NOISE,
        RELUCTANCE: 0.7 + NOISE,
        TURNOVER: 0.8 + NOISE,
        RELUCTANCE | TURNOVER: 0.6 + NOISE,
    }
    with_all, with_none = (Estimate(value, None, None, 0.95, 3) for value in (0.6, 0.9))
    each = AttributionFinding(study.outcomes[0], shapley(made), with_all, with_none, {})
    return Attribution(Answer(AttributionFindings(study, True, 0, tuple(made), (each,), ()), folder, False))
