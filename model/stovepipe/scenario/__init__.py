"""What the user says: a mission as YAML, read, checked and frozen."""

from stovepipe.scenario.loading import load
from stovepipe.scenario.problems import Problem, ScenarioError
from stovepipe.scenario.scenario import Scenario, Stated
from stovepipe.scenario.schema import Mission

__all__ = ["Mission", "Problem", "Scenario", "ScenarioError", "Stated", "load"]
