"""The themes of Sims 2024, one by one: what stands for it, and what the mission is compared with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One theme. `helps` says that it is something good, whose absence should be felt.

    A lever is laid over the mission; so is an `overlay`, a file beside this one. Else mechanisms are switched
    off, or `run.py` makes the structure. What is `elsewhere` has a study of its own, and no structure.
    """

    code: str
    name: str
    theme: str
    without: str
    mechanisms: tuple[str, ...] = ()
    lever: bool = False
    overlay: str = ""
    elsewhere: str = ""
    helps: bool = False


ROWS = (
    Row(
        "S1", "collection",
        "uneven collection: what is never written, late or thin, by source; outposts worse than headquarters",
        "everything written at once, in full", ("collection",),
    ),
    Row(
        "S2", "duplication",
        "U2, JMAC, the sectors' cells: one ground, two systems, hours spent twice",
        "each sees what the others have done", ("duplication",),
    ),
    Row(
        "S3", "systems",
        "systems that cannot read each other; a clerk who types in again. The system that was left behind is "
        "in a mission of its own, `configs/asifu`",
        "everyone opens everything", ("systems", "stock"),
    ),
    Row(
        "S4", "language",
        "French in the field, English at headquarters; translators who take longer for longer papers",
        "everyone reads everything", ("language",),
    ),
    Row(
        "S5", "chains",
        "two chains that meet in the head of mission; two centres, each with readers of its own",
        "both centres write for both heads", overlay="chains_joined.yaml",
    ),
    Row(
        "S5", "commanders",
        "commanders and heads who read at stated hours, and one report after the other",
        "readers who are always there",
    ),
    Row(
        "S6", "turnover",
        "tours of six to eighteen months, newcomers who learn, contingents that change as a whole",
        "nobody goes home for good", ("turnover", "learning", "memory"),
    ),
    Row(
        "S6", "absence",
        "leave, gaps between two people, people who leave early",
        "nobody is away", ("absence",),
    ),
    Row(
        "S7", "rapport",
        "people share with those whom they know, and tire of new faces",
        "everybody knows everybody", ("rapport", "trust"),
    ),
    Row(
        "S8", "caveats",
        "what European nations keep from others, said and unsaid; unease about the Chinese contingent",
        "no caveats", ("caveats",),
    ),
    Row(
        "S9", "release",
        "markings that are too high, formal release, fear of aggregates",
        "nothing has to be released", ("release", "aggregation"),
    ),
    Row(
        "S10", "partners",
        "humanitarian organisations that refuse",
        "they share", ("partners",),
    ),
    Row(
        "S11", "direction",
        "commanders say too seldom what they need, and it grows old on its way",
        "all that is reported was asked for", ("direction",),
    ),
    Row(
        "S12", "protection",
        "an attack on the mission ties down those who would report other things, and comes first",
        "attacks tie down nobody",
    ),
    Row(
        "S13", "granularity",
        "products too basic to be of use; labels that mislead",
        "all is of use and rightly read", ("granularity", "misreading"),
    ),
    Row(
        "S14", "distance",
        "transit, links that fail, civilians who cannot be where the information is",
        "no distance",
    ),
    Row(
        "S15", "mandate",
        "a mandate that collects tasks: more classes, the same desks; two heads who give guidance",
        "", elsewhere="[a study of its own](../../experiments/mandate/README.md)",
    ),
    Row("S16", "early_relationships", "recommended: early relationships", "the lever", lever=True),
    Row("S17", "long_key_posts", "recommended: key posts held for longer", "the lever", lever=True),
    Row("S18", "coordinated_channels", "recommended: coordinated channels", "the lever", lever=True),
    Row("S19", "embedded_officers", "recommended: embedded officers", "the lever", lever=True),
    Row("S20", "shared_perceptions", "recommended: perceptions accounted for", "the lever", lever=True),
    Row(
        "events", "events",
        "one attack, several witnesses: it is known by the first of their reports that is read",
        "only those hit report it", helps=True,
    ),
    Row(
        "fast lane", "urgency",
        "duty rooms, operations centres, people on call; what is urgent waits for no summary",
        "the urgent goes as everything else", ("urgency",), helps=True,
    ),
)  # fmt: skip
