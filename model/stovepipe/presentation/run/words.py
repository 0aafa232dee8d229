"""What the replications of one mission say, in words: the longest queue, what was idle, and the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from stovepipe.answers.findings.run import Row, RunFindings
from stovepipe.inference.intervals import Estimate
from stovepipe.presentation.shared.numbers import percent, plain, share_said
from stovepipe.scenario.size import estimate
from stovepipe.study.reading.study import Study
from stovepipe.text import listed

MOST_NAMES = 6
"""Of what was idle, so many are named in a sentence; the data have all."""


IN_TIME, BY_THE_END = "in time", "by the end"


def known_by(findings: RunFindings) -> str:
    """By when events are asked to be known: in time, or by the end where none has a deadline."""
    if findings.scenario is None:
        return IN_TIME
    mission = findings.scenario.mission
    subjects = [*mission.topics.values(), *mission.incidents.values()]
    return IN_TIME if any(each.known_within is not None for each in subjects) else BY_THE_END


def queue_sentence(findings: RunFindings) -> str:
    """Where most copies wait."""
    found = findings.longest_queue
    if found is None:
        return "No copy ever waited at a station."
    mean, used = found.line["mean_waiting"].value, found.line["utilisation"].value
    at_work = "" if used is None else f", where people are at work {100 * used:.0f} % of their hours"
    replications = len(findings.record.numbers)
    return (
        f"The longest queue is at {found.line.key['station']}{at_work}. On average {plain(mean)} copies wait "
        f"there, {100 * found.share:.0f} % of all that wait; it is the longest in {found.agreeing} of "
        f"{replications} replications."
    )


def idle_sentences(findings: RunFindings) -> Iterator[str]:
    """What was configured and had no effect, a sentence for each kind of it."""
    found = findings.unapplied
    on: dict[str, list[str]] = {}
    for channel, hurdle in found.hurdles:
        on.setdefault(hurdle, []).append(channel)
    of = Counter(row.key["hurdle"] for row in findings.hurdles) if on else Counter()
    hurdles = [f"{hurdle} on {_channels(channels, of[hurdle])}" for hurdle, channels in on.items()]
    for what, names in (
        ("Hurdles that had no effect in any replication", hurdles),
        ("Causes to which nothing was lost in any replication", found.causes),
        ("Mechanisms that did nothing in any replication", found.mechanisms),
    ):
        if names:
            yield f"{what}: {_some(names)}."


def request_sentence(findings: RunFindings) -> str:
    """How much of what was asked is answered; empty where nothing is asked."""
    total = findings.requests[-1] if findings.requests else None
    if total is None or not total["asked"].value:
        return ""
    late = percent(total["answered"].value)
    return (
        f"Of {plain(total['asked'].value)} requests to the sources in a replication, "
        f"{_share(total['answered_in_time'])} are answered in time, {late} % by the end."
    )


def verdict(findings: RunFindings) -> str:
    """The whole run in one line."""
    total = findings.total
    if not total["created"].value:
        return "Verdict: no report that a consumer needs has occurred."
    read = f"{_share(total['timely'])} of all deliveries are read in time"
    if findings.knowledge and findings.knowledge[-1]["events"].value:
        known = _share(findings.knowledge[-1]["known_in_time"])
        read = f"{known} of all events are known {known_by(findings)}; {read}"
    ends = "; ".join(_ends(findings))
    said = f"Verdict: {read}; {ends}; {percent(total['in_flight'].value)} % are in flight at the end."
    return f"{said}{_worst(findings)}"


def _ends(findings: RunFindings) -> Iterator[str]:
    """What is lost, with what failed apart from what was meant if there is any, and what is disposed of."""
    total, meant = findings.total, findings.meant
    failures = [cause for cause in findings.causes if cause not in meant]
    if meant:
        purposes = [cause for cause in findings.causes if cause in meant]
        yield f"{percent(total['failed'].value)} % are lost to failures{_most(total, 'lost', failures)}"
        yield f"{percent(total['meant'].value)} % are lost on purpose{_most(total, 'lost', purposes)}"
    else:
        yield f"{percent(total['lost'].value)} % are lost{_most(total, 'lost', failures)}"
    if findings.dispositions:
        as_what = _most(total, "disposed", findings.dispositions, "as")
        yield f"{percent(total['disposed'].value)} % are disposed of{as_what}"


def _most(total: Row, end: str, causes: Sequence[str], link: str = "to") -> str:
    """The first of the causes, with its share; nothing if there is none."""
    if not causes:
        return ""
    return f", most of them {link} {causes[0]} ({percent(total[f'{end}_{causes[0]}'].value)} %)"


def conclusion(findings: RunFindings) -> str:
    """Where it is held up, what was idle, and what comes of it."""
    asked = request_sentence(findings)
    said = [queue_sentence(findings), *([asked] if asked else [])]
    return "\n".join([*said, *idle_sentences(findings), verdict(findings)])


def expected_of_each(study: Study) -> str:
    """How large one replication is expected to be."""
    size = estimate(study.structures[0].scenario, 1)
    return f"with about {size.reports:,.0f} reports and {size.visits:,.0f} visits to stations each"


def _worst(findings: RunFindings) -> str:
    """Who reads the least in time: a consumer, if there are several, and a class, if there are."""
    consumer, report_class = findings.worst("consumer"), findings.worst("class")
    said = (
        ""
        if consumer is None
        else f" The worst served consumer is {consumer.key['consumer']} ({_of(consumer)})."
    )
    if report_class is not None:
        at = f" at {report_class.key['consumer']}" if consumer is not None else ""
        said += f" The worst served class is {report_class.key['class']}{at} ({_of(report_class)})."
    return said


def _of(row: Row) -> str:
    return f"{percent(row['timely'].value)} % in time"


def _share(share: Estimate) -> str:
    """A share to the digit after the point, or with its interval to the digits that are known."""
    return f"{percent(share.value)} %" if share.low is None else share_said(share)


def _channels(idle: Sequence[str], having: int) -> str:
    """The channel on which a hurdle had no effect; or on how many of those that have it, if on several."""
    if len(idle) == 1:
        return idle[0]
    return (
        f"all {having} channels that have it" if len(idle) == having else f"{len(idle)} of {having} channels"
    )


def _some(names: Sequence[str]) -> str:
    """Names, the first of them if there are many."""
    more = len(names) - MOST_NAMES
    return listed(names if more <= 0 else [*names[:MOST_NAMES], f"{more} more"])
