"""What becomes of the deliveries: cumulative incidence of delivery, each cause of loss, each disposition."""

from __future__ import annotations

from stovepipe.answers.findings.run import RunFindings
from stovepipe.inference.incidence import DELIVERED
from stovepipe.measures.fates.outcomes import ALL
from stovepipe.presentation.run.risk_panels import Panel, caption, panels_figure
from stovepipe.presentation.shared import figure_style as style
from stovepipe.presentation.shared.canvas import Figure
from stovepipe.presentation.shared.figure_style import cause_colours


def incidence_figure(findings: RunFindings) -> Figure:
    """One panel for each consumer and class: what share of the deliveries had met which outcome by which age.

    Lines are over all replications together; bands are pointwise confidence bands across replications.
    """
    panels = _panels(findings)
    causes = [*findings.causes, *findings.dispositions]
    kinds = findings.kinds_of(causes)
    return panels_figure(
        panels,
        {DELIVERED: style.DELIVERED} | cause_colours(causes),
        kinds,
        findings.level,
        f"{findings.record.about.mission}: what becomes of the deliveries",
        caption(findings, "deliveries that were delivered", kinds),
        "occurrence",
    )


def _panels(findings: RunFindings) -> list[Panel]:
    panels = []
    for row in findings.deliveries:
        pair = row.key["consumer"], row.key["class"]
        incidences = findings.incidences[pair]
        if ALL not in pair and any(each.count for each in incidences):
            shares = {DELIVERED: row["delivered"].value or 0.0}
            shares |= {cause: row[f"lost_{cause}"].value or 0.0 for cause in findings.causes}
            shares |= {cause: row[f"disposed_{cause}"].value or 0.0 for cause in findings.dispositions}
            panels.append(Panel(*pair, incidences, shares))
    return panels
