"""The structure of a mission as a drawing: stations in columns by stage, channels and their hurdles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stovepipe.presentation.mission.layout import Edge, Layout, lay_out, spread
from stovepipe.presentation.mission.svg import Drawing, DrawnCurve, curve_through
from stovepipe.presentation.mission.tables import dates_of, outages_of, stops_at_full_rapport
from stovepipe.scenario.language.any_of import groups_with
from stovepipe.scenario.language.channels.channel import Channel
from stovepipe.scenario.language.channels.hurdle_kinds import HURDLE_KINDS, HurdleKind
from stovepipe.scenario.language.channels.hurdles import Hurdle
from stovepipe.scenario.language.hurdles_on import hurdles_on
from stovepipe.scenario.language.mechanisms import in_force
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.doors import stations_of
from stovepipe.scenario.language.sources.source import Source
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.words.urgency import condition
from stovepipe.scenario.reading.scenario import Scenario
from stovepipe.terms import both_ends
from stovepipe.text import counted

STAGE_TIERS = {"collection": 1, "analysis": 2, "command": 3}
"""Tier 0 are the sources. Translation, registry and release have none: they stand where reports pass."""

# Tints after Okabe and Ito's palette, which readers with any kind of colour vision can tell apart.
STAGE_TINTS = {
    "source": "#ffffff", "collection": "#dcecf7", "translation": "#d8efe6", "registry": "#eeeeee",
    "release": "#f6e3ee", "analysis": "#fdf0d0", "command": "#f9dfcf",
}  # fmt: skip

BOX_HEIGHT, PITCH, GAP = 34.0, 50.0, 112.0
LETTER = 6.3  # width of a letter of a name, at most
MARGIN, HEAD, BAND, FOOT = 24.0, 78.0, 96.0, 62.0
MARK = 7.5
INK, FAINT = "#222222", "#8a8a8a"


@dataclass(frozen=True)
class DrawnBox:
    """A source or a station, as drawn: `left` and `middle` (height) in pixels."""

    name: str
    stage: str
    caption: str
    explanation: str
    left: float
    middle: float
    width: float


def structure_svg(scenario: Scenario, marked: frozenset[str] = frozenset()) -> str:
    """The structure of a mission as an SVG document.

    Sources are at the left and consumers at the right. A channel is an arrow; the letters on it are its
    hurdles. Stations through which hurdles only work stand in a row below, with dashed lines from the
    hurdles. The channels that are `marked` are thick and blue.
    """
    return _Structure(in_force(scenario.mission), marked).svg()


class _Structure:
    def __init__(self, mission: Mission, marked: frozenset[str]) -> None:
        self._mission, self._marked = mission, marked
        self._hurdles = {name: hurdles_on(name, mission) for name in mission.channels}
        self._side = _only_worked_through(mission)
        self._nodes = [_source_key(name) for name in mission.sources]
        self._nodes += [name for name in mission.stations if name not in self._side]
        self._edges: list[Edge] = [
            (_source_key(name), door)
            for name, source in mission.sources.items()
            for door in stations_of(source.written_at)
        ]
        self._edges += [edge for name in mission.channels if len(set(edge := both_ends(name))) == 2]
        tiers = {_source_key(name): 0 for name in mission.sources}
        tiers |= {
            name: STAGE_TIERS[station.stage]
            for name, station in mission.stations.items()
            if station.stage in STAGE_TIERS
        }
        self._layout = lay_out(self._nodes, self._edges, tiers)
        self._lefts, self._widths = self._place_columns()
        self._boxes = {node: self._box(node) for node in self._nodes}
        self._curves = _curves(self._layout, self._boxes, self._lefts, self._widths)

    def svg(self) -> str:
        mission = self._mission
        depth = max(self._layout.heights.values(), default=0.0) + 1.0
        below = HEAD + depth * PITCH
        width = max(self._lefts[-1] + self._widths[-1] + MARGIN, 760.0)
        height = below + (BAND if self._side else 0.0) + FOOT
        drawing = Drawing(width, height, f"The structure of {mission.mission}")
        drawing.text(MARGIN, 28, mission.mission, size=17, weight="bold")
        drawing.text(
            MARGIN,
            47,
            f"{counted(len(mission.sources), 'source')}, {counted(len(mission.stations), 'station')}, "
            f"{counted(len(mission.channels), 'channel')}",
            colour=FAINT,
        )
        self._headings(drawing)
        marks = self._marks()
        side = self._side_boxes(marks, below + 40.0, width)
        for mark in marks:
            for name in mark.hurdle.through or ():
                target = side.get(name) or self._boxes[name]
                drawing.link(
                    mark.x, mark.y, target.left + target.width / 2, target.middle - BOX_HEIGHT / 2, FAINT
                )
        for edge, curve in self._curves.items():
            thin, marked = edge[0] not in mission.stations, " -> ".join(edge) in self._marked
            drawing.arrow(curve, self._edge_title(edge), thin, marked)
        for box in (*self._boxes.values(), *side.values()):
            _draw_box(drawing, box, consumer=_needs(mission, box.name))
        for mark in marks:
            drawing.mark(mark.x, mark.y, MARK, *_letter(mark.hurdle.kind), mark.title)
        self._legend(drawing, height - FOOT + 22)
        return drawing.finished()

    # --- where things go ----------------------------------------------

    def _place_columns(self) -> tuple[list[float], list[float]]:
        columns = self._layout.columns
        widths = []
        for column in range(1 + max(columns.values())):
            longest = max(len(_shown(node)) for node in self._nodes if columns[node] == column)
            widths.append(max(92.0, 18.0 + LETTER * longest))
        lefts = [MARGIN]
        for width in widths[:-1]:
            lefts.append(lefts[-1] + width + GAP)
        return lefts, widths

    def _box(self, node: str) -> DrawnBox:
        column = self._layout.columns[node]
        middle = HEAD + 0.5 * PITCH + (self._layout.heights[(node, column)] - 0.5) * PITCH
        left, width = self._lefts[column], self._widths[column]
        if node in self._mission.stations:
            station = self._mission.stations[node]
            return DrawnBox(
                node,
                station.stage,
                _station_caption(station),
                _about_station(node, station, self._mission),
                left,
                middle,
                width,
            )
        name = _shown(node)
        source = self._mission.sources[name]
        return DrawnBox(
            name, "source", _source_caption(source), _about_source(name, source), left, middle, width
        )

    def _side_boxes(self, marks: Sequence[_Mark], middle: float, width: float) -> dict[str, DrawnBox]:
        """The stations that hurdles only work through, each below the hurdles that use it."""
        wanted = {}
        for name in self._side:
            uses = [mark.x for mark in marks if name in (mark.hurdle.through or ())]
            wanted[name] = sum(uses) / len(uses)
        order = sorted(wanted, key=lambda name: (wanted[name], name))
        widths = [max(92.0, 18.0 + LETTER * len(name)) for name in order]
        gaps = [(a + b) / 2 + 24.0 for a, b in pairwise(widths)]
        centres = spread([wanted[name] for name in order], gaps)
        boxes = {}
        for name, centre, wide in zip(order, centres, widths, strict=True):
            station = self._mission.stations[name]
            left = min(max(centre - wide / 2, MARGIN), width - MARGIN - wide)
            boxes[name] = DrawnBox(
                name,
                station.stage,
                _station_caption(station),
                _about_station(name, station, self._mission),
                left,
                middle,
                wide,
            )
        return boxes

    def _marks(self) -> list[_Mark]:
        """The hurdles of each channel, side by side where there is most room on it."""
        everywhere = {edge: curve.samples() for edge, curve in self._curves.items()}
        placed: list[_Mark] = []
        for name, hurdles in self._hurdles.items():
            mine = both_ends(name)
            curve = self._curves.get(mine)
            if not hurdles or curve is None:
                continue
            others = [point for edge, points in everywhere.items() if edge != mine for point in points]
            row = curve.stretch(others, [(mark.x, mark.y) for mark in placed], len(hurdles), 2 * MARK + 3)
            for (x, y), (label, hurdle) in zip(row, hurdles.items(), strict=True):
                placed.append(_Mark(x, y, hurdle, _about_hurdle(name, label, hurdle)))
        return placed

    # --- what is written ----------------------------------------------

    def _headings(self, drawing: Drawing) -> None:
        for column, (left, width) in enumerate(zip(self._lefts, self._widths, strict=True)):
            here = [node for node in self._nodes if self._layout.columns[node] == column]
            stages = dict.fromkeys(
                self._mission.stations[node].stage if node in self._mission.stations else "sources"
                for node in here
            )
            drawing.text(left + width / 2, HEAD - 10, " · ".join(stages), colour=FAINT, anchor="middle")

    def _edge_title(self, edge: Edge) -> str:
        sender, recipient = edge
        if sender not in self._mission.stations:
            return f"{_shown(sender)} writes at {recipient}"
        channel = self._mission.channels[f"{sender} -> {recipient}"]
        return _about_channel(f"{sender} -> {recipient}", channel)

    def _legend(self, drawing: Drawing, top: float) -> None:
        every = [hurdle for hurdles in self._hurdles.values() for hurdle in hurdles.values()]
        kinds = {hurdle.kind for hurdle in every}
        x = MARGIN
        if kinds:
            drawing.text(x, top, "Hurdles", weight="bold")
            x += 62
        for kind in HURDLE_KINDS:
            if kind in kinds:
                drawing.mark(x + MARK, top - 4, MARK, *_letter(kind), kind)
                drawing.text(x + 2 * MARK + 5, top, kind)
                x += 2 * MARK + 21 + LETTER * len(kind)
        if any(hurdle.through for hurdle in every):
            drawing.link(x, top - 4, x + 26, top - 4, FAINT)
            drawing.text(x + 32, top, "is worked through")
        x = MARGIN
        present = ["source", *(stage for stage in STAGE_TINTS if stage in self._stages())]
        for stage in present:
            drawing.box(x, top + 12, 14, 12, STAGE_TINTS[stage], INK, 1.0)
            drawing.text(x + 20, top + 22, stage)
            x += 42 + 7 * len(stage)
        drawing.box(x, top + 12, 14, 12, STAGE_TINTS["command"], INK, 2.2)
        drawing.text(x + 20, top + 22, "consumer: needs reports")

    def _stages(self) -> set[str]:
        return {station.stage for station in self._mission.stations.values()}


@dataclass(frozen=True)
class _Mark:
    x: float
    y: float
    hurdle: Hurdle
    title: str


def _curves(
    layout: Layout, boxes: dict[str, DrawnBox], lefts: Sequence[float], widths: Sequence[float]
) -> dict[Edge, DrawnCurve]:
    """Each edge as a curve; the ends on one side of a box are spread over it by where they lead."""
    ports: dict[tuple[str, str], list[tuple[float, Edge]]] = {}
    for edge, route in layout.routes.items():
        for node, beside in ((edge[0], route[1]), (edge[1], route[-2])):
            side = "right" if beside[1] > layout.columns[node] else "left"
            ports.setdefault((node, side), []).append((layout.heights[beside], edge))
    heights: dict[tuple[str, Edge], float] = {}
    for (node, _), ends in ports.items():
        step = min(8.0, (BOX_HEIGHT - 10.0) / max(len(ends) - 1, 1))
        for place, (_, edge) in enumerate(sorted(ends)):
            heights[node, edge] = boxes[node].middle + step * (place - (len(ends) - 1) / 2)
    curves = {}
    for edge, route in layout.routes.items():
        forwards = route[-1][1] > route[0][1]
        points: list[tuple[float, float]] = []
        for place, (node, column) in enumerate(route):
            y = heights.get((node, edge), HEAD + layout.heights[(node, column)] * PITCH)
            enters, leaves = lefts[column], lefts[column] + widths[column]
            if not forwards:
                enters, leaves = leaves, enters
            points += [(enters, y)] if place > 0 else []
            points += [(leaves, y)] if place < len(route) - 1 else []
        curves[edge] = curve_through(points)
    return curves


def _draw_box(drawing: Drawing, box: DrawnBox, consumer: bool) -> None:
    drawing.begin_group(box.explanation)
    corner = BOX_HEIGHT / 2 if box.stage == "source" else 4.0
    drawing.box(
        box.left,
        box.middle - BOX_HEIGHT / 2,
        box.width,
        BOX_HEIGHT,
        STAGE_TINTS[box.stage],
        INK,
        2.2 if consumer else 1.0,
        corner,
    )
    centre = box.left + box.width / 2
    drawing.text(centre, box.middle - 2, box.name, weight="bold", anchor="middle", size=10.5)
    drawing.text(centre, box.middle + 11, box.caption, colour="#555555", anchor="middle", size=9)
    drawing.end_group()


def _letter(kind: HurdleKind) -> tuple[str, str]:
    row = HURDLE_KINDS[kind]
    return row.letter, row.mark


def _only_worked_through(mission: Mission) -> tuple[str, ...]:
    on_channels = {end for name in mission.channels for end in both_ends(name)}
    on_channels |= {door for source in mission.sources.values() for door in stations_of(source.written_at)}
    return tuple(name for name in _worked_through(mission) if name not in on_channels)


def _worked_through(mission: Mission) -> Iterator[str]:
    used = {
        name
        for channel in mission.channels.values()
        for hurdle in channel.hurdles.values()
        for name in hurdle.through or ()
    }
    return (name for name in mission.stations if name in used)


def _source_key(name: str) -> str:
    return f"source {name}"


def _shown(node: str) -> str:
    return node.removeprefix("source ")


def _needs(mission: Mission, name: str) -> bool:
    return name in mission.stations and bool(mission.stations[name].needs or groups_with(name, mission))


def _posts(station: Station) -> int:
    return sum(group.count.count * max(len(group.shifts), 1) for group in station.posts.values())


def _station_caption(station: Station) -> str:
    return counted(_posts(station), "post")


def _source_caption(source: Source) -> str:
    if source.file is not None:
        return "from a file"
    return counted(len(source.reports), "class", "classes")


def _about_station(name: str, station: Station, mission: Mission) -> str:
    lines = [
        f"{name}: {station.title}" if station.title else name,
        f"{station.stage}, {_station_caption(station)}",
    ]
    if station.place:
        lines.append(station.place)
    if station.needs:
        lines.append(f"needs {', '.join(station.needs)}")
    for group, together in groups_with(name, mission).items():
        lines.append(f"any one of {group} will do for {', '.join(together.needs)}")
    return "\n".join(lines)


def _about_source(name: str, source: Source) -> str:
    lines = [f"{name}: {source.title}" if source.title else name]
    lines += [f"{report_class}: {profile.rate}" for report_class, profile in source.reports.items()]
    return "\n".join(lines)


def _about_channel(name: str, channel: Channel) -> str:
    carries = "everything" if channel.carries is None else ", ".join(channel.carries)
    more = [condition(channel), dates_of(channel), outages_of(channel)]
    return "\n".join([name, f"carries {carries}", *(line for line in more if line)])


def _about_hurdle(channel: str, label: str, hurdle: Hurdle) -> str:
    named = label if label == hurdle.kind else f"{label} ({hurdle.kind})"
    parts = [f"{named} on {channel}"]
    if hurdle.probability is not None:
        parts.append(f"stops with probability {hurdle.probability}{stops_at_full_rapport(hurdle)}")
    if hurdle.origins:
        parts.append(f"what comes from {', '.join(hurdle.origins)}")
    if condition(hurdle):
        parts.append(f"what is {condition(hurdle)}")
    if dates_of(hurdle):
        parts.append(f"applies {dates_of(hurdle)}")
    if hurdle.each:
        parts.append("each report by itself")
    if hurdle.on_arrival:
        parts.append("found out on arrival")
    if hurdle.through:
        parts.append(f"worked through {', '.join(hurdle.through)}")
    return "\n".join(parts)
