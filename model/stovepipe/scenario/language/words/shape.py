"""What every part of a configuration has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from stovepipe.scenario.problems.unsettled import Unsettled


class Shape(BaseModel):
    """Any part of a configuration: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    if not TYPE_CHECKING:  # else mypy would take any misspelt attribute for sound

        def __getattr__(self, name: str) -> Any:
            """Asked for what is absent: of a part that did not parse, what could not be salvaged."""
            if name in type(self).model_fields:
                raise Unsettled
            return super().__getattr__(name)
