"""What the replications of one mission say, in words: the bottleneck and the verdict."""

from __future__ import annotations

from stovepipe.answers.run_findings import RunFindings
from stovepipe.presentation.shared.numbers import percent, plain, said
from stovepipe.scenario.size import estimate
from stovepipe.study.reading.study import Study


def bottleneck_sentence(findings: RunFindings) -> str:
    """Where most copies wait."""
    found = findings.bottleneck
    if found is None:
        return "Bottleneck: none. No copy ever waited at a station."
    mean, used = found.line["mean_waiting"].value, found.line["utilisation"].value
    at_work = "" if used is None else f", where people are at work {100 * used:.0f} % of their hours"
    replications = len(findings.record.numbers)
    return (
        f"Bottleneck: {found.line.key['station']}{at_work}. On average {plain(mean)} copies wait there, "
        f"{100 * found.share:.0f} % of all that wait; it has the longest queue in {found.agreeing} of "
        f"{replications} replications."
    )


def verdict(findings: RunFindings) -> str:
    """The whole run in one line."""
    total = findings.total
    if not total["created"].value:
        return "Verdict: no report that a consumer needs has occurred."
    timely = f"{percent(total['timely'].value)} % of all deliveries arrive in time"
    if total["timely"].low is not None:
        shown, _, between = said(total["timely"], 100.0).partition(" ")
        timely = f"{shown} % of all deliveries arrive in time {between}"
    lost = f"{percent(total['lost'].value)} % are lost"
    if findings.causes:
        cause = findings.causes[0]
        lost += f", most of them to {cause} ({percent(total[f'lost_{cause}'].value)} %)"
    return f"Verdict: {timely}; {lost}; {percent(total['in_flight'].value)} % are in flight at the end."


def conclusion(findings: RunFindings) -> str:
    """Where it is held up, and what comes of it."""
    return f"{bottleneck_sentence(findings)}\n{verdict(findings)}"


def expected_of_each(study: Study) -> str:
    """How large one replication is expected to be."""
    size = estimate(study.structures[0].scenario, 1)
    return f"with about {size.reports:,.0f} reports and {size.visits:,.0f} visits to stations each"
