"""The structure of a mission, drawn: what stands where, what is thick, and what is marked."""

from pathlib import Path
from textwrap import dedent
from xml.etree import ElementTree

from stovepipe.presentation.mission.structure_figure import STAGE_TINTS, structure_svg
from stovepipe.scenario import Scenario, load
from tests.presentation.drawn import SVG


def test_the_structure_shows_every_station_channel_and_hurdle(scenario: Scenario) -> None:
    svg = ElementTree.fromstring(structure_svg(scenario))
    said = [element.text for element in svg.iter(f"{SVG}text")]
    assert {"A cell", "patrols", "cell", "commander"} <= set(said)
    titles = [element.text or "" for element in svg.iter(f"{SVG}title")]
    assert any(title.startswith("cell -> commander\n") for title in titles)
    assert any(title.startswith("reluctance on cell -> commander\nstops with") for title in titles)


def test_a_station_that_hurdles_work_through_is_linked_with_dashes(tmp_path: Path) -> None:
    path = tmp_path / "mission.yaml"
    path.write_text(
        dedent("""
        mission: Two languages & one <desk>
        start: 2021-01-04
        horizon: 1 d
        classes: {warning: {}}
        sources: {patrols: {written_at: desk, languages: {fra: 100 %}, reports: {warning: 1 /day}}}
        stations:
          desk: {stage: collection, posts: {all: {count: 1}}, work: 1 h}
          translators: {stage: translation, reads: fra, writes: eng, posts: {all: {count: 1}}, work: 1 h}
          commander: {stage: command, needs: warning, reads: eng, posts: {all: {count: 1}}, work: 1 h}
        channels:
          desk -> commander: {hurdles: {language: {through: translators, otherwise: untranslated}}}
        """)
    )
    svg = ElementTree.fromstring(structure_svg(load(path)))
    said = [element.text for element in svg.iter(f"{SVG}text")]
    assert {"Two languages & one <desk>", "translators", "L", "is worked through"} <= set(said)
    dashed = [path for path in svg.iter(f"{SVG}path") if path.get("stroke-dasharray")]
    assert len(dashed) == 2, "one from the hurdle, one in the legend"
    heights = {
        element.text: float(element.get("y", "nan")) for element in svg.iter(f"{SVG}text") if element.text
    }
    assert heights["translators"] > max(heights["desk"], heights["commander"])


def boxes(svg: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """The box of each source and station, by its name."""
    groups = {group.findtext(f"{SVG}text"): group.find(f"{SVG}rect") for group in svg.iter(f"{SVG}g")}
    return {name: rect for name, rect in groups.items() if name is not None and rect is not None}


def titles(scenario: Scenario) -> list[str]:
    """What is shown under the pointer."""
    svg = ElementTree.fromstring(structure_svg(scenario))
    return [title.text or "" for title in svg.iter(f"{SVG}title")]


def test_consumers_and_no_others_have_a_thick_line(two_commanders: Scenario) -> None:
    drawn = boxes(ElementTree.fromstring(structure_svg(two_commanders)))
    weights = {name: float(box.get("stroke-width", "nan")) for name, box in drawn.items()}
    thick = {name for name, weight in weights.items() if weight == max(weights.values())}
    assert thick == {"commander", "governor"}
    assert len(weights) == 7, "five stations and two sources"
    assert len(set(weights.values())) == 2


def test_each_box_has_the_tint_of_its_own_stage(two_commanders: Scenario) -> None:
    drawn = boxes(ElementTree.fromstring(structure_svg(two_commanders)))
    assert {name: box.get("fill") for name, box in drawn.items()} == {
        "patrols": STAGE_TINTS["source"],
        "drones": STAGE_TINTS["source"],
        "desk": STAGE_TINTS["collection"],
        "cell": STAGE_TINTS["analysis"],
        "translators": STAGE_TINTS["translation"],
        "commander": STAGE_TINTS["command"],
        "governor": STAGE_TINTS["command"],
    }


def test_a_consumer_says_what_it_needs_and_others_need_nothing(two_commanders: Scenario) -> None:
    titles = [
        title.text or ""
        for title in ElementTree.fromstring(structure_svg(two_commanders)).iter(f"{SVG}title")
    ]
    said = {title.splitlines()[0]: title for title in titles}
    assert "needs warning, pattern, imagery" in said["commander"]
    assert "needs warning" in said["governor"]
    assert "needs" not in said["cell: the cell of all sources"]
    assert "2 posts" in said["cell: the cell of all sources"]
    assert "3 posts" in said["translators"]
    assert "1 post" in said["desk"]


def test_each_channel_says_what_it_carries_and_each_source_what_it_reports(two_commanders: Scenario) -> None:
    titles = {
        title.text for title in ElementTree.fromstring(structure_svg(two_commanders)).iter(f"{SVG}title")
    }
    assert {"desk -> cell\ncarries everything", "desk -> governor\ncarries warning"} <= titles
    assert {
        "patrols writes at desk",
        "drones writes at cell",
        "patrols\nwarning: 6 /day\npattern: 2 /day",
    } <= titles


def test_a_hurdle_stands_on_its_own_channel_with_its_letter(two_commanders: Scenario) -> None:
    svg = ElementTree.fromstring(structure_svg(two_commanders))
    marks = {
        (group.findtext(f"{SVG}title") or "").splitlines()[0]: group.findtext(f"{SVG}text")
        for group in svg.iter(f"{SVG}g")
        if group.find(f"{SVG}circle") is not None
    }
    assert {said: letter for said, letter in marks.items() if " on " in said} == {
        "reluctance on cell -> commander": "R",
        "language on cell -> commander": "L",
        "release on desk -> governor": "E",
    }


def test_the_channels_that_are_marked_are_blue_and_no_others(two_commanders: Scenario) -> None:
    svg = ElementTree.fromstring(structure_svg(two_commanders, frozenset({"desk -> governor"})))
    blue = {
        (path.findtext(f"{SVG}title") or "").splitlines()[0]
        for path in svg.iter(f"{SVG}path")
        if path.get("stroke") == "#0072b2"
    }
    assert blue == {"desk -> governor"}


def test_sources_stand_at_the_left_and_command_at_the_right(two_commanders: Scenario) -> None:
    drawn = boxes(ElementTree.fromstring(structure_svg(two_commanders)))
    left = {name: float(box.get("x", "nan")) for name, box in drawn.items()}
    assert left["patrols"] == left["drones"] < left["desk"] < left["cell"] < left["commander"]
    assert left["commander"] == left["governor"]


def test_dates_and_outages_are_said_of_channels_and_hurdles(tmp_path: Path) -> None:
    (tmp_path / "mission.yaml").write_text(
        dedent("""\
        mission: Dates
        start: 2021-01-04
        horizon: 4 wk
        classes: {warning: {}}
        sources: {patrols: {written_at: desk, reports: {warning: 1 /day}}}
        stations:
          desk: {stage: collection, work: 1 h, posts: {p: {count: 1}}}
          chief: {stage: command, needs: warning, work: 1 h, posts: {p: {count: 1}}}
        channels:
          desk -> chief:
            from: 2021-01-10
            outages: {every: 7 d, last: 1 d}
            hurdles: {access: {probability: 10 %, until: 2021-01-20}}
        """),
        encoding="utf-8",
    )
    svg = ElementTree.fromstring(structure_svg(load(tmp_path / "mission.yaml")))
    titles = [title.text or "" for title in svg.iter(f"{SVG}title")]
    assert "desk -> chief\ncarries everything\nfrom 2021-01-10\ndown every 7 d, for 1 d" in titles
    assert "access on desk -> chief\nstops with probability 10 %\napplies until 2021-01-20" in titles
