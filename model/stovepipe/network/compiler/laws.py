"""From the laws and shares of a configuration to those that are drawn from."""

from __future__ import annotations

from stovepipe.network.draws import Law
from stovepipe.scenario.language.values import laws as written
from stovepipe.scenario.language.values.quantities import Quantity


def law(stated: written.Law) -> Law:
    """The law as it is drawn from, in ticks."""
    match stated:
        case written.Fixed():
            return Law.fixed(stated.value.value)
        case written.Exponential():
            return Law.exponential(stated.mean.value)
        case written.Gamma():
            return Law.gamma(stated.mean.value, stated.cv.value)
        case written.Erlang():
            return Law.erlang(stated.mean.value, int(stated.phases.value))
        case written.Lognormal():
            return Law.lognormal(stated.mean.value, stated.cv.value)
        case written.Weibull():
            return Law.weibull(stated.mean.value, stated.cv.value)
        case written.Triangular():
            return Law.triangular(stated.low.value, stated.mode.value, stated.high.value)
        case written.Uniform():
            return Law.uniform(stated.low.value, stated.high.value)
        case written.Empirical():
            return Law.empirical(stated.values)


def share_or_none(stated: Quantity | None) -> float:
    """The share that is stated, or 0 where none is stated."""
    return 0.0 if stated is None else stated.value


def law_or_none(stated: written.Law | None) -> Law | None:
    """The law as it is drawn from, if there is one."""
    return None if stated is None else law(stated)
