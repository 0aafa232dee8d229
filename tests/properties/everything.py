"""A mission in which every mechanism has a part."""

from __future__ import annotations

from typing import Any

from tests.properties.changes import Document


def everything() -> Document:
    """Short queues, and one way to each consumer; what `fusion` does, `cell` has done or will do."""

    def staff(count: int, **more: Any) -> Document:
        return {"people": {"count": count, "nation": "FRA", **more}}

    tours = {
        "tour": "5 d",
        "gap": {"exponential": {"mean": "6 h"}},
        "leave": {"length": "10 h"},
        "early_departure": "20 %",
        "learning": {"start": "40 %", "time": "8 d", "memory": "30 %"},
        "change_over": {"growth": 1.5, "loss": "50 %"},
    }
    return {
        "mission": "everything",
        "start": "2021-01-04",
        "horizon": "14 d",
        "markings": ["plain", "limited", "secret"],
        "classes": {
            "alpha": {"precedence": "PRIORITY", "ltiov": "9 h", "marking": "limited"},
            "bravo": {"precedence": "IMMEDIATE", "ltiov": "24 h"},
            "order": {},
            "query": {"precedence": "PRIORITY"},
        },
        "sources": {
            "north": {
                "written_at": "desk",
                "nation": "NLD",
                "languages": {"eng": "70 %", "fra": "30 %"},
                "collection": {
                    "unreported": "20 %",
                    "delay": {"exponential": {"mean": "1 h"}},
                    "coarse": "40 %",
                },
                "overmarked": "30 %",
                "direction": {"by": "order", "fresh": "95 %", "stale": "20 %", "time": "4 d"},
                "exposure": {"silenced": "10 %", "time": {"exponential": {"mean": "6 h"}}},
                "reports": {"alpha": {"rate": "9 /day", "about": "rumour"}, "bravo": "5 /day"},
            },
            "south": {
                "written_at": [{"at": "watch", "at_least": "IMMEDIATE"}, {"at": "desk"}],
                "nation": "CHN",
                "reports": {"alpha": {"rate": "6 /day", "about": "rumour"}, "bravo": "3 /day"},
            },
            "planners": {"written_at": "chief", "reports": {"order": "1 /day"}},
        },
        "topics": {"rumour": {"rate": "1 /day", "lasts": "2 d"}},
        "incidents": {
            "attack": {
                "rate": "0.5 /day",
                "bursts": {"north.alpha": {"reports": 6, "delay": {"exponential": {"mean": "2 h"}}}},
                "diverts": {"lasts": "8 h", "sources": {"south": "50 %"}, "posts": {"cell.people": 1}},
                "raises": {"lasts": "8 h", "classes": {"bravo": "FLASH"}, "younger_than": "12 h"},
                "calls_in": {"posts": {"sector.people": 1}, "within": "30 min", "lasts": "18 h"},
            }
        },
        "systems": {
            "field": {"frozen": "2021-01-12"},
            "sage": {
                "stock": {
                    "full": 80,
                    "half_life": "4 d",
                    "at_start": "20 %",
                    "without": {"work": "200 %", "misreading": "150 %"},
                }
            },
        },
        "caveats": {
            "national": {"of": "CHN", "at": "staff", "probability": "30 %"},
            "unspoken": {
                "of": "NLD",
                "towards": "FRA",
                "declared": False,
                "probability": "10 %",
                "otherwise": "found_out",
            },
        },
        "stations": {
            "desk": {
                "stage": "collection",
                "needs": "order",
                "system": "field",
                "work": "20 min",
                "posts": staff(3, **tours),
            },
            "watch": {
                "stage": "collection",
                "work": "10 min",
                "posts": staff(
                    2,
                    shift={"from": "08:00", "to": "18:00"},
                    on_call={"for": "IMMEDIATE", "within": "40 min"},
                ),
            },
            "cell": {
                "stage": "analysis",
                "reads": "eng",
                "writes": "eng",
                "system": "sage",
                "opens": "field",
                "rests_on": "sage",
                "remit": "all_source",
                "work": {"lognormal": {"mean": "40 min", "cv": 0.8}},
                "misreading": {"fresh": "30 %", "settled": "10 %", "fidelity": "50 %", "review": "20 %"},
                "posts": staff(4),
            },
            "fusion": {
                "stage": "analysis",
                "writes": "eng",
                "system": "other",
                "remit": "all_source",
                "confirms": {"sources": 2, "within": "3 h", "else": "stop", "classes": "alpha"},
                "sorts": {"taken_for": {"bravo": {"order": "20 %"}}},
                "work": "1 h",
                "posts": {**staff(3, takes={"classes": "alpha"}), "watch": {"count": 1}},
            },
            "chief": {
                "stage": "command",
                "needs": ["alpha", "bravo"],
                "cleared": "plain",
                "work": {"once": "5 min", "each": "1 min"},
                "posts": staff(2),
            },
            "staff": {
                "stage": "command",
                "needs": ["alpha", "bravo"],
                "work": {"once": "8 min", "each": "2 min"},
                "posts": staff(2),
            },
            "sector": {
                "stage": "command",
                "needs": ["alpha", "bravo"],
                "work": {"once": "10 min", "each": "0 min"},
                "posts": staff(2, shift={"from": "05:00", "to": "17:00"}),
                "asks": {
                    "more": {
                        "probability": "40 %",
                        "request": "query",
                        "answer": "bravo",
                        "collects": {"exponential": {"mean": "2 h"}},
                        "within": "12 h",
                    }
                },
            },
        },
        "channels": {
            "desk -> cell": {
                "transit": {"exponential": {"mean": "1 h"}},
                "rapport": {
                    "floor": "10 %",
                    "ceiling": "90 %",
                    "time": "3 d",
                    "fatigue": "20 %",
                    "carried_over": "20 %",
                    "earned": "3 %",
                    "lost": "2 %",
                },
                "hurdles": {
                    "language": {"probability": "50 %"},
                    "system": {"probability": "40 %"},
                    "reluctance": {"probability": "30 %", "at_full_rapport": "5 %"},
                    "vetting": {"kind": "other", "delay": "10 min"},
                },
            },
            "watch -> desk": {},
            "desk -> fusion": {"transit": "20 min"},
            "fusion -> sector": {"carries": ["alpha", "bravo"]},
            "cell -> chief": {
                "transit": "30 min",
                "outages": {"every": {"exponential": {"mean": "30 h"}}, "last": "5 h"},
                "hurdles": {
                    "release": {"probability": "30 %", "delay": {"exponential": {"mean": "1 h"}}},
                    "aggregation": {"more_than": 0, "probability": "20 %"},
                    "access": {"probability": "20 %"},
                    "granularity": {"coarse": True, "probability": "50 %"},
                },
            },
            "cell -> staff": {
                "transit": {"exponential": {"mean": "2 h"}},
                "hurdles": {
                    "close_hold": {
                        "kind": "other",
                        "probability": "10 %",
                        "at_least": "IMMEDIATE",
                        "otherwise": "held_close",
                    }
                },
            },
            "chief -> desk": {"carries": "order", "transit": "1 h"},
            "sector -> desk": {"carries": "query", "transit": "30 min"},
        },
    }
