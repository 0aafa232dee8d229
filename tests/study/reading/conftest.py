from tests.made_up import network, study, two_commanders

__all__ = ["network", "study", "two_commanders"]
