"""How Sphinx makes a site of these pages: `make docs`."""

import re
import tomllib
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

HERE = Path(__file__).parent.resolve()
PROJECT = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "Stovepipe"
author = PROJECT["authors"][0]["name"]
release = PROJECT["version"]

extensions = ["myst_parser"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"Stovepipe {release}"
html_copy_source = False
html_show_copyright = False

LINK = re.compile(r"\[([^\]]*)\]\((\.\./[^)#]*\.md)(?:#[^)]*)?\)")


def name_pages_elsewhere(app: Sphinx, docname: str, source: list[str]) -> None:
    """A link that leaves docs/ leads nowhere on the site: say where the page is in the repository instead."""

    def named(link: re.Match[str]) -> str:
        target = (HERE / docname).parent.joinpath(link[2]).resolve()
        if target.is_relative_to(HERE) or not target.exists():
            return link[0]
        return f"{link[1]} (`{target.relative_to(HERE.parent).as_posix()}`)"

    source[0] = LINK.sub(named, source[0])


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", name_pages_elsewhere)
