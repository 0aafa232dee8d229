"""Which groups of posts at a station can take a copy (semantics, 3.15)."""

from __future__ import annotations

from stovepipe.engines.simpy.copies import Copy
from stovepipe.network.people.skills import can_take, takes_everything
from stovepipe.network.records import Station


class Skills:
    """The groups, as a mask of their ranks, that can take a copy; found once for each kind of copy."""

    def __init__(self, spec: Station) -> None:
        self._groups = spec.groups
        self._known: dict[tuple[int, int, int], int] = {}

    def groups(self, copy: Copy) -> int:
        """Those that can take a copy as it is now."""
        kind = copy.lead.klass, copy.written.language, copy.precedence
        found = self._known.get(kind)
        if found is None:
            found = sum(1 << rank for rank, group in enumerate(self._groups) if can_take(group, *kind))
            self._known[kind] = found
        return found


def skilled(spec: Station) -> bool:
    """Whether any group of posts at a station takes only some of the work."""
    return not all(takes_everything(group) for group in spec.groups)
