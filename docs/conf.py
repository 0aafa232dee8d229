"""How Sphinx makes a site of these pages: `make docs`."""

import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "Stovepipe"
author = PROJECT["authors"][0]["name"]
release = PROJECT["version"]

extensions = ["myst_parser"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"Stovepipe {release}"
html_copy_source = False
html_show_copyright = False
