import io

import pytest
from rich.console import Console

from stovepipe.presentation.shared.grid import Column, Grid

GRID = Grid(
    title="Fruit",
    columns=[Column("name", right=False), Column("weight", "g"), Column("remarks", right=False)],
    rows=[("citrus",), ("  lemon", "120\t±5", "sour"), ("  lime", "60\t±12", "")],
    notes=["As bought."],
)


WIDE = Grid(
    title="What became of the deliveries of a whole year",
    columns=[
        Column("consumer", right=False),
        Column("created", "per run"),
        Column("delivered", "%"),
        Column("in flight", "%"),
        Column("lost mainly to", "%", right=False),
    ],
    rows=[
        ("force_commander",),
        (
            "  warning_gao",
            "1,302\t±116",
            "25.0\t±1.2",
            "0.7\t±0.3",
            "not_shared 47.4, refused 21.0, no_use 6.0",
        ),
        ("  incident", "756\t±28", "73.5\t±1.0", "0.2\t±0.1", "expired 18.2"),
    ],
    notes=["A delivery is a report and a consumer that needs it."],
)


def on_terminal(width: int, grid: Grid = GRID) -> str:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=width, color_system=None, highlight=False)
    console.print(grid, crop=False)
    return screen.getvalue()


def test_plain_it_is_one_line_to_a_row_with_numbers_to_the_right() -> None:
    assert str(GRID).splitlines() == [
        "Fruit",
        "name     weight  remarks",
        "              g",
        "-------  ------  -------",
        "citrus",
        "  lemon  120 ±5  sour",
        "  lime   60 ±12",
        "As bought.",
    ]


def test_on_a_wide_terminal_a_cell_is_one_line() -> None:
    assert "120 ±5" in on_terminal(80)


def test_on_a_narrow_terminal_headings_break_and_an_interval_goes_below_its_number() -> None:
    assert on_terminal(64, WIDE).splitlines()[1:] == [
        "                                       in",
        "consumer       created  delivered  flight  lost mainly to",
        "               per run          %       %  %",
        "-------------  -------  ---------  ------  --------------------",
        "force_commander",
        "  warning_gao    1,302       25.0     0.7  not_shared 47.4,",
        "                  ±116       ±1.2    ±0.3  refused 21.0, no_use",
        "                                           6.0",
        "  incident         756       73.5     0.2  expired 18.2",
        "                   ±28       ±1.0    ±0.1",
        "A delivery is a report and a consumer that needs it.",
    ]


def test_where_that_is_not_enough_it_is_set_in_parts_each_with_the_first_column() -> None:
    assert on_terminal(42, WIDE).splitlines() == [
        "What became of the deliveries of a whole",
        "year",
        "consumer          created  delivered",
        "                  per run          %",
        "-------------  ----------  ---------",
        "force_commander",
        "  warning_gao  1,302 ±116  25.0 ±1.2",
        "  incident        756 ±28  73.5 ±1.0",
        "",
        "consumer       in flight",
        "                       %",
        "-------------  ---------",
        "force_commander",
        "  warning_gao   0.7 ±0.3",
        "  incident      0.2 ±0.1",
        "",
        "consumer       lost mainly to",
        "               %",
        "-------------  ------------------------",
        "force_commander",
        "  warning_gao  not_shared 47.4, refused",
        "               21.0, no_use 6.0",
        "  incident     expired 18.2",
        "A delivery is a report and a consumer that",
        "needs it.",
    ]


def test_columns_of_text_are_folded_and_a_path_at_its_dots() -> None:
    where = "stations.mtf_intel.posts.british.leave.length"
    grid = Grid(
        "Numbers",
        [Column(name, right=False) for name in ("number", "value", "source")],
        [(where, "0.75 /day", "two leaves of ten days in six months, by common knowledge")],
    )
    assert on_terminal(60, grid).splitlines() == [
        "Numbers",
        "number                     value      source",
        "-------------------------  ---------  ----------------------",
        "stations.mtf_intel.posts.  0.75 /day  two leaves of ten days",
        "british.leave.length                  in six months, by",
        "                                      common knowledge",
    ]


@pytest.mark.parametrize("width", [30, 45, 60, 80, 120])
def test_whatever_the_terminal_no_line_is_wider_and_no_word_is_lost(width: int) -> None:
    lines = on_terminal(width, WIDE).splitlines()
    assert max(map(len, lines)) <= width
    shown = set(" ".join(lines).split())
    assert set(str(WIDE).split()) - {word for word in str(WIDE).split() if set(word) == {"-"}} <= shown


def test_on_a_narrow_terminal_the_last_column_is_folded() -> None:
    long = Grid("Fruit", GRID.columns, [("lemon", "120", "sour and yellow, as all of them should be")])
    screen = io.StringIO()
    Console(file=screen, force_terminal=True, width=40, color_system=None).print(long)
    lines = screen.getvalue().splitlines()
    assert lines[-2].split()[:3] == ["lemon", "120", "sour"]
    assert max(map(len, lines)) <= 40
    folded = " ".join(line[15:].strip() for line in lines[-2:])
    assert folded == "sour and yellow, as all of them should be"


def test_an_empty_table_has_its_headings() -> None:
    assert str(Grid("Fruit", [Column("name", right=False)], [])).splitlines() == ["Fruit", "name", "----"]
