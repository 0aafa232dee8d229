"""Words that the configuration, the network and the figures have in common, each written down once."""

from __future__ import annotations

from typing import Literal, get_args

Precedence = Literal["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"]

PRECEDENCES: tuple[Precedence, ...] = get_args(Precedence)
"""The most urgent first: the rank of a precedence is its position."""

CAUSES = (
    "no_route", "expired", "overflow", "handover", "stranded", "sent_elsewhere", "unreported",
    "off_requirement",
    "abandoned",
    "silenced",
    "crowded_out",
    "unconfirmed",
    "closed",
    "missorted",
)  # fmt: skip
"""The built-in causes of loss: the position of each is its number in every network."""

CauseKind = Literal["failure", "meant", "disposition"]
"""What a cause stands for: something failed, somebody wants it so, or it is a proper end and no loss."""

CAUSE_KINDS: tuple[CauseKind, ...] = get_args(CauseKind)


def both_ends(channel: str) -> tuple[str, str]:
    """The sender and the recipient in the name of a channel; the recipient is empty if it is none.

    >>> both_ends("gao -> bamako")
    ('gao', 'bamako')
    """
    sender, _, recipient = channel.partition(" -> ")
    return sender, recipient
