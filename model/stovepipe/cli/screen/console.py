"""What is printed as the result of a command, and the screen on which progress is shown."""

from __future__ import annotations

import sys
from typing import TextIO

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook, RenderResult
from rich.segment import Segment

from stovepipe.cli.screen.streams import styled
from stovepipe.letters import visible

NARROWEST = 20  # of the widths that a terminal may claim


def console() -> Console:
    """The standard output: fitted to a terminal, plain lines of any length elsewhere."""
    return screen(sys.stdout)


def screen(stream: TextIO) -> Console:
    """A stream as rich writes to it; what a terminal would obey is rich's own, never a text's."""
    made = Console(
        file=styled(stream), soft_wrap=not stream.isatty(), highlight=False, markup=False, emoji=False
    )
    made.width = max(made.width, NARROWEST)
    made.push_render_hook(_Cleaning())
    return made


class _Cleaning(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Clean(each) for each in renderables]


class _Clean:
    def __init__(self, inner: ConsoleRenderable) -> None:
        self._inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for text, style, control in console.render(self._inner, options):
            yield Segment(text if control else visible(text), style, control)
