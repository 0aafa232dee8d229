import io

from rich.console import Console

from stovepipe.report.grid import Column, Grid

GRID = Grid(
    title="Fruit",
    columns=[Column("name", right=False), Column("weight", "g"), Column("remarks", right=False)],
    rows=[("citrus",), ("  lemon", "120\t±5", "sour"), ("  lime", "60\t±12", "")],
    notes=["As bought."],
)


def on_terminal(width: int) -> str:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=width, color_system=None, highlight=False)
    console.print(GRID)
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


def test_on_a_narrow_terminal_an_interval_goes_below_its_number() -> None:
    lines = on_terminal(23).splitlines()
    (lemon,) = (i for i, line in enumerate(lines) if "lemon" in line)
    assert lines[lemon].split() == ["lemon", "120", "sour"]
    assert lines[lemon + 1].split() == ["±5"]


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
