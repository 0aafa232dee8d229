"""Questions that a policymaker asks of the MINUSMA mission, each answered by a study of its own.

    python experiments/questions/run.py --replications 5

is the same as `stovepipe compare` with each of the studies in this folder. Writes `answers.csv`, and the
tables into `docs/background/minusma.md`. With `--write-only` it runs nothing and writes the tables anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from compared import ROOT, asked, cell, compared, kept, table, written

import stovepipe

HERE = Path(__file__).parent
PAGE = ROOT / "docs" / "background" / "minusma.md"
QUESTIONS = (
    "did_the_commander_know",
    "duty_rooms",
    "report_twice_a_day",
    "translators",
    "openness",
    "the_french_leave",
)


def answer_table(found: pd.DataFrame) -> str:
    """Outcomes as rows, structures as columns: the first one as it is, the others as differences from it."""
    structures = list(dict.fromkeys(found["structure"]))
    titles = found.drop_duplicates("structure").set_index("structure")["title"]
    outcomes = found.drop_duplicates("outcome").set_index("outcome")["asked"]
    rows = [
        [asked_of, *(cell(found, each, name) for each in structures)] for name, asked_of in outcomes.items()
    ]
    return table(("", *(titles[each] for each in structures)), rows)


def main() -> None:
    options = asked(__doc__.partition("\n")[0], replications=5)
    if not options.write_only:
        answers = []
        for name in QUESTIONS:
            study = stovepipe.load_study(HERE / f"{name}.yaml")
            titles = {each.name: each.title for each in study.structures}
            outcomes = {each.name: each.title for each in study.outcomes}
            found = compared(name, study, options)
            answers.append(
                found.assign(title=found["structure"].map(titles), asked=found["outcome"].map(outcomes))
            )
        kept(pd.concat(answers), HERE / "answers.csv")
    answered = pd.read_csv(HERE / "answers.csv")
    for name in QUESTIONS:
        written(PAGE, name, answer_table(answered[answered["study"] == name]))


if __name__ == "__main__":
    main()
