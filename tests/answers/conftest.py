from tests.findings import findings, findings_of_one, scenario
from tests.made_up import network, run_of_four, study, two_commanders

__all__ = ["findings", "findings_of_one", "network", "run_of_four", "scenario", "study", "two_commanders"]
