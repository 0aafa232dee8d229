"""The figures of a run, by name; the structure only where it is known."""

from dataclasses import replace

from stovepipe.answers.findings.run import RunFindings
from stovepipe.presentation.run.figures import run_drawings, run_figures


def test_a_run_has_its_incidence_and_its_queues(run_of_four: RunFindings) -> None:
    figures, remarks = run_figures(run_of_four)
    assert remarks == []
    titles = {name: figure.texts[0].get_text() for name, figure in figures.items()}
    assert list(titles) == ["incidence", "queues"]
    assert "deliveries" in titles["incidence"]
    assert "queues" in titles["queues"]


def test_what_becomes_known_is_drawn_where_something_happens(eventful: RunFindings) -> None:
    figures, _ = run_figures(eventful)
    assert list(figures) == ["incidence", "knowledge", "queues"]
    assert "known of the events" in figures["knowledge"].texts[0].get_text()


def test_the_structure_is_drawn_only_where_it_is_known(run_of_four: RunFindings) -> None:
    drawn = run_drawings(run_of_four)
    assert list(drawn) == ["structure.svg"]
    assert b"governor" in drawn["structure.svg"]
    assert run_drawings(replace(run_of_four, scenario=None)) == {}
