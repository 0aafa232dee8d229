"""What is said of a log beside a mission: whether they differ, where, in which direction, by how much."""

import re

from stovepipe.answers.findings.observation import ObservationFindings, told
from stovepipe.inference.incidence import DELIVERED
from stovepipe.presentation.observation.words import conclusion, differences, verdict


def test_a_log_that_is_accepted_is_said_to_prove_nothing(accepted: ObservationFindings) -> None:
    assert list(differences(accepted)) == []
    assert verdict(accepted).startswith("Verdict: the log could be one of this mission's (p = ")
    assert "None of the 6 things compared lies beyond its band." in verdict(accepted)
    assert re.search(
        r"does not prove the mission right: bands .* up to [0-9]+ points wide", verdict(accepted)
    )
    assert conclusion(accepted) == verdict(accepted)


def test_a_log_that_differs_is_said_to_where_and_by_how_much(refused: ObservationFindings) -> None:
    lines = conclusion(refused).splitlines()
    count = len({(part.klass, part.what) for part, _ in told(refused)})
    lies = "lies beyond its band" if count == 1 else "lie beyond their bands"
    assert lines[-1] == (
        "Verdict: the log is not one that this mission makes (p = 0.05, the least that so many replications "
        f"can show): {count} of 6 things compared {lies}."
    )
    [line] = [each for each in lines if each.startswith("commander, warning: less is read")]
    said = re.fullmatch(
        r"commander, warning: less is read than in the mission at ages of .* h.*\. At [^:]*: (\d+) % in the "
        r"log, (\d+) % in the mission \(a log of it: (\d+) to (\d+) %\), (\d+) points apart\.",
        line,
    )
    assert said is not None
    log, mission, low, high, apart = map(int, said.groups())
    assert log <= low < mission <= high
    assert abs(mission - log - apart) <= 1
    [(part, side)] = [
        (part, side)
        for part, side in told(refused)
        if (part.klass, part.what) == ("warning", DELIVERED) and not side.above
    ]
    assert round(100 * part.observed[side.at]) == log
