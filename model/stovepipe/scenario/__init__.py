"""What the user says: a mission as YAML, read, checked and frozen."""

from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.loading import load
from stovepipe.scenario.problems.problem import Problem, ScenarioError
from stovepipe.scenario.reading.scenario import Scenario, Stated

__all__ = ["Mission", "Problem", "Scenario", "ScenarioError", "Stated", "load"]
