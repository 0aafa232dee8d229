"""Missions in which every post takes some of the work only."""

from __future__ import annotations

import copy

from tests.properties.changes import changed
from tests.properties.missions import Document


def divided(document: Document, how: int) -> Document:
    """Two groups or more at every station, of which each takes some of the work, and much that interrupts.

    Of two groups one may be able to take what the other takes, or not; between them they take everything.
    """

    def change(found: Document) -> None:
        found["mechanisms"].pop("skills", None)
        classes = sorted(found["classes"])
        ways: list[tuple[Document, Document]] = [
            ({"classes": classes[:1]}, {}),
            ({"classes": classes[1:]}, {"classes": classes[:1]}),
            ({"at_least": "PRIORITY"}, {}),
            ({"below": "IMMEDIATE"}, {}),
            ({"at_least": "IMMEDIATE"}, {"below": "IMMEDIATE"}),
            ({"languages": ["fra"]}, {}),
        ]
        for number, station in enumerate(found["stations"].values()):
            posts = station["posts"]
            any_group = next(iter(posts.values()))
            one, other = ways[(how + number) % len(ways)]
            for group, takes in (("first", one), ("second", other)):
                posts[group] = copy.deepcopy(posts.get(group, any_group))
                posts[group].pop("takes", None)
                if takes:
                    posts[group]["takes"] = takes
            for group in posts.keys() - {"first", "second"}:
                posts[group]["takes"] = one
            station["interrupts"] = "IMMEDIATE"

    return changed(document, change)
