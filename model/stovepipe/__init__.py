"""Stovepipe estimates how long reports take through a mission, how many are lost, and to what.

Five calls answer five questions. Each gives a result with a verdict in words, tables and figures.

>>> import stovepipe
>>> scenario = stovepipe.load("configs/tutorial/mission.yaml")
>>> results = stovepipe.simulate(scenario, replications=3, workers=1)  # what arrives, and what is lost?
>>> results
<Run of 'One sector': 3 replications, seed 1>
>>> print(results.verdict)
Verdict: ... % (... to ...) of all deliveries are read in time; ... % are lost, most of them to expired ...

``stovepipe.compare(study)`` says which structure is better, ``stovepipe.select(study)`` which is the best,
``stovepipe.sensitivity(study)`` which inputs matter, and ``stovepipe.attribute(study)`` which mechanisms the
loss and the delay come from. ``stovepipe.evaluate(scenario, points, outcomes)`` runs a design of your own.
``stovepipe.observe(scenario, "log.csv")`` holds a mission against what was observed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stovepipe.answers.refusals import CannotAnswer
    from stovepipe.results.attribution import Attribution
    from stovepipe.results.comparison import Comparison
    from stovepipe.results.observation import Observation
    from stovepipe.results.of_designs import evaluate
    from stovepipe.results.of_logs import observe
    from stovepipe.results.of_missions import show_routes, simulate, trace
    from stovepipe.results.of_studies import attribute, compare, select, sensitivity
    from stovepipe.results.opening import open_results
    from stovepipe.results.run import Run
    from stovepipe.results.selection import Selection
    from stovepipe.results.sensitivity import Sensitivity
    from stovepipe.results.trace import EventTrace, Trace
    from stovepipe.scenario import Scenario, ScenarioError, load
    from stovepipe.scenario.language.mechanisms import MECHANISMS
    from stovepipe.scenario.reading.settings import Settings
    from stovepipe.study.reading.brought import UnusablePoints
    from stovepipe.study.reading.study import Study, load_study, make_study
    from stovepipe.study.running.pool import CannotGoOn
    from stovepipe.study.running.trace import NoSuchReport
    from stovepipe.study.store.claim import StoreError

__all__ = [
    "MECHANISMS", "Attribution", "CannotAnswer", "CannotGoOn", "Comparison", "EventTrace", "NoSuchReport",
    "Observation", "Run", "Scenario", "ScenarioError", "Selection", "Sensitivity", "Settings", "StoreError",
    "Study", "Trace", "UnusablePoints", "attribute", "compare", "evaluate", "load", "load_study",
    "make_study", "observe", "open_results", "select", "sensitivity", "show_routes", "simulate", "trace",
]  # fmt: skip

# What takes long to import is imported when it is first asked for, so that the command answers quickly.
_HOMES = {
    "MECHANISMS": "stovepipe.scenario.language.mechanisms",
    "Attribution": "stovepipe.results.attribution",
    "CannotAnswer": "stovepipe.answers.refusals",
    "CannotGoOn": "stovepipe.study.running.pool",
    "Comparison": "stovepipe.results.comparison",
    "EventTrace": "stovepipe.results.trace",
    "NoSuchReport": "stovepipe.study.running.trace",
    "Observation": "stovepipe.results.observation",
    "Run": "stovepipe.results.run",
    "Scenario": "stovepipe.scenario",
    "ScenarioError": "stovepipe.scenario",
    "Selection": "stovepipe.results.selection",
    "Sensitivity": "stovepipe.results.sensitivity",
    "Settings": "stovepipe.scenario.reading.settings",
    "StoreError": "stovepipe.study.store.claim",
    "Study": "stovepipe.study.reading.study",
    "Trace": "stovepipe.results.trace",
    "UnusablePoints": "stovepipe.study.reading.brought",
    "attribute": "stovepipe.results.of_studies",
    "compare": "stovepipe.results.of_studies",
    "evaluate": "stovepipe.results.of_designs",
    "load": "stovepipe.scenario",
    "load_study": "stovepipe.study.reading.study",
    "make_study": "stovepipe.study.reading.study",
    "observe": "stovepipe.results.of_logs",
    "open_results": "stovepipe.results.opening",
    "select": "stovepipe.results.of_studies",
    "sensitivity": "stovepipe.results.of_studies",
    "show_routes": "stovepipe.results.of_missions",
    "simulate": "stovepipe.results.of_missions",
    "trace": "stovepipe.results.of_missions",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name == "__version__":
        from importlib.metadata import version

        return version("stovepipe")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """What the package offers, so that editors and shells complete it."""
    return [*__all__, "__version__"]
