from tests.findings import findings, findings_of_one, scenario

__all__ = ["findings", "findings_of_one", "scenario"]
