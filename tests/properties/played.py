"""From a mission's document to its trajectory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from stovepipe.engines import run
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import Network
from stovepipe.network.schedule import Reports
from stovepipe.scenario import load
from stovepipe.trajectory import Trajectory
from tests.properties.missions import Document, write

CONFIGS = Path(__file__).parents[2] / "configs"


def shipped(name: str) -> Document:
    """A mission of `configs`, as a document."""
    document: Document = YAML(typ="safe").load(CONFIGS / name)
    return document


def network(document: Document, folder: Path) -> Network:
    return compile_network(load(write(document, folder)))


def play(
    document: Document, folder: Path, *, seed: int = 1, replication: int = 0, reports: Reports | None = None
) -> Trajectory:
    """Run it; with other reports than those of its calendar, if given."""
    compiled = network(document, folder)
    calendar = unfold(compiled, seed, replication)
    return run(compiled, replace(calendar, reports=reports) if reports else calendar)


def small(law: Any = "40 min", chance: str = "100 %") -> Document:
    """A small mission with something of every kind; only `law`, `chance` and occurrences can be random."""
    return {
        "mission": "small",
        "start": "2021-01-04",
        "horizon": "20 d",
        "classes": {"alpha": {"precedence": "PRIORITY", "ltiov": "30 h"}, "bravo": {"precedence": "FLASH"}},
        "sources": {
            "north": {
                "written_at": "desk",
                "nation": "NLD",
                "reports": {"alpha": "9 /day", "bravo": "3 /day"},
            },
            "south": {"written_at": "desk", "nation": "CHN", "reports": {"alpha": "6 /day"}},
        },
        "stations": {
            "desk": {"stage": "collection", "posts": {"clerks": {"count": 2}}, "work": "20 min"},
            "cell": {
                "stage": "analysis",
                "posts": {
                    "analysts": {"count": 2, "shift": {"from": "06:00", "to": "22:00", "at_end": "hand_over"}}
                },
                "work": law,
                "interrupts": "FLASH",
            },
            "registry": {"stage": "registry", "posts": {"clerks": {"count": 1}}, "work": "15 min"},
            "chief": {
                "stage": "command",
                "needs": ["alpha", "bravo"],
                "posts": {"chief": {"count": 1}},
                "work": "5 min",
            },
            "staff": {
                "stage": "command",
                "needs": ["alpha"],
                "posts": {"staff": {"count": 1}},
                "work": "10 min",
            },
        },
        "channels": {
            "desk -> cell": {"transit": "10 min", "hurdles": {}},
            "cell -> chief": {
                "transit": "30 min",
                "hurdles": {
                    "caveat": {
                        "kind": "caveat",
                        "origins": ["CHN"],
                        "classes": ["bravo"],
                        "probability": chance,
                    }
                },
            },
            "cell -> staff": {
                "hurdles": {
                    "forms": {"kind": "other", "through": "registry"},
                    "reluctance": {"kind": "reluctance", "origins": ["CHN"], "probability": chance},
                    "wait": {"kind": "other", "delay": law},
                }
            },
        },
    }
