"""What becomes known of the events: cumulative incidence of being known, or confirmed, and of the losses."""

from __future__ import annotations

from stovepipe.answers.findings.run import RunFindings
from stovepipe.measures.fates.knowledge import DEGREES, Degree
from stovepipe.measures.fates.outcomes import ALL
from stovepipe.presentation.run.risk_panels import Panel, caption, panels_figure
from stovepipe.presentation.shared import figure_style as style
from stovepipe.presentation.shared.canvas import Figure
from stovepipe.presentation.shared.figure_style import cause_colours

_COLOURS: dict[Degree, str] = {"known": style.DELIVERED, "confirmed": style.CONFIRMED}


def knowledge_figure(findings: RunFindings) -> Figure:
    """One panel for each consumer and subject, and one more where confirmation is asked for.

    A panel says what share of the events had become known (or confirmed), or had been lost to which cause, by
    which age. Lines are over all replications together; bands are pointwise confidence bands across
    replications.
    """
    panels = knowledge_panels(findings)
    causes = _causes(panels)
    kinds = findings.kinds_of(causes)
    return panels_figure(
        panels,
        {**_COLOURS} | cause_colours(causes),
        kinds,
        findings.level,
        f"{findings.record.about.mission}: what becomes known of the events",
        caption(findings, "events that were known, confirmed", kinds),
        "the event",
    )


def knowledge_panels(findings: RunFindings) -> list[Panel]:
    """The panels of the figure; none where nothing happened that anybody could hear of."""
    panels = []
    for row in findings.knowledge:
        consumer, subject = row.key["consumer"], row.key["subject"]
        for degree in DEGREES:
            incidences = findings.knowledge_incidences[degree][consumer, subject]
            if ALL not in (consumer, subject) and any(each.count for each in incidences):
                shares = {degree: row[degree].value or 0.0} | {
                    name.removeprefix(end): row[name].value or 0.0
                    for end in (f"{degree}_lost_", f"{degree}_disposed_")
                    for name in row.numbers
                    if name.startswith(end)
                }
                panels.append(Panel(consumer, f"{subject}: {degree}", incidences, shares))
    return panels


def _causes(panels: list[Panel]) -> list[str]:
    """The causes of loss, by the largest share lost to each of them in any panel."""
    largest: dict[str, float] = {}
    for panel in panels:
        for cause, share in list(panel.shares.items())[1:]:
            largest[cause] = max(share, largest.get(cause, 0.0))
    return sorted(largest, key=lambda cause: (-largest[cause], cause))
