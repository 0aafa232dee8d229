from tests.study.conftest import network, scenario

__all__ = ["network", "scenario"]
