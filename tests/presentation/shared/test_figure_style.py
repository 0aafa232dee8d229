from stovepipe.presentation.shared.figure_style import house_style, rendered, titled


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
