"""Colours that can be told apart and read, and files that are the same for the same figure."""

import pytest
from matplotlib.colors import to_rgb

from stovepipe.presentation.shared.figure_style import (
    cause_colours,
    folded,
    house_style,
    readable,
    rendered,
    titled,
)


def test_a_cause_has_one_colour_whatever_the_others_are() -> None:
    assert cause_colours(["expired", "withheld"])["withheld"] == cause_colours(["withheld"])["withheld"]
    named = cause_colours(["expired", "not_shared", "withheld", "untranslated", "incompatible", "my_own"])
    assert len(set(named.values())) == len(named)


@pytest.mark.parametrize("colour", ["#56b4e9", "#dddddd", "#000000", "#d55e00"])
def test_names_are_dark_enough_to_be_read(colour: str) -> None:
    red, green, blue = to_rgb(readable(colour))
    assert 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5


def test_a_title_and_its_caption_stand_above_everything_else() -> None:
    figure = titled((6.0, 4.0), "A title", "A caption")
    title, caption = figure.texts
    assert (title.get_text(), caption.get_text()) == ("A title", "A caption")
    assert title.get_position()[1] > caption.get_position()[1] > 0.8


def test_a_figure_is_written_as_svg_and_png_without_a_date() -> None:
    files = rendered(titled((2.0, 1.0), "A title", "A caption"))
    assert set(files) == {"svg", "png"}
    assert files["png"].startswith(b"\x89PNG")
    assert b"dc:date" not in files["svg"]


def test_a_folded_title_keeps_every_word() -> None:
    lines = folded("the share of timely deliveries at the force commander", 20).splitlines()
    assert max(map(len, lines)) <= 20
    assert " ".join(lines) == "the share of timely deliveries at the force commander"


def test_a_dollar_sign_is_drawn_as_it_is() -> None:
    r"""Or `$\frac{$` would end the drawing, and "$5 and $6" be read as a formula."""
    with house_style():
        figure = titled((4, 2), r"at $\frac{$", "$5 and $6")
    drawn = rendered(figure)["svg"].decode()
    assert r">at $\frac{$<" in drawn
    assert ">$5 and $6<" in drawn


def test_a_letter_that_the_font_lacks_is_no_warning() -> None:
    """It would be printed by Python, even where nothing is to be said."""
    with house_style():
        figure = titled((4, 2), "日本", "a caption")
    assert "日本" in rendered(figure)["svg"].decode()
