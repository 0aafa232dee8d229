"""The quantile of the standard normal distribution.

Wichura (1988), "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics
37(3), 477-484, routine PPND16: rational approximations with a relative error of about 1e-16.
"""

from __future__ import annotations

import math

from stovepipe.network.draws.elementary import log


def normal_quantile(u: float) -> float:
    """The number that a standard normal variate exceeds with probability 1 - u, for 0 < u < 1.

    >>> normal_quantile(0.5)
    0.0
    >>> round(normal_quantile(0.975), 6)
    1.959964
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        return _central(q)
    r = math.sqrt(-log(u if q < 0.0 else 1.0 - u))
    size = _outer(r - 1.6) if r <= 5.0 else _outermost(r - 5.0)
    return -size if q < 0.0 else size


def _central(q: float) -> float:
    r = 0.180625 - q * q
    above = 2509.0809287301226727 * r + 33430.575583588128105
    above = above * r + 67265.770927008700853
    above = above * r + 45921.953931549871457
    above = above * r + 13731.693765509461125
    above = above * r + 1971.5909503065514427
    above = above * r + 133.14166789178437745
    above = above * r + 3.3871328727963666080
    below = 5226.4952788528545610 * r + 28729.085735721942674
    below = below * r + 39307.895800092710610
    below = below * r + 21213.794301586595867
    below = below * r + 5394.1960214247511077
    below = below * r + 687.18700749205790830
    below = below * r + 42.313330701600911252
    below = below * r + 1.0
    return q * above / below


def _outer(r: float) -> float:
    above = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
    above = above * r + 2.41780725177450611770e-1
    above = above * r + 1.27045825245236838258
    above = above * r + 3.64784832476320460504
    above = above * r + 5.76949722146069140550
    above = above * r + 4.63033784615654529590
    above = above * r + 1.42343711074968357734
    below = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
    below = below * r + 1.51986665636164571966e-2
    below = below * r + 1.48103976427480074590e-1
    below = below * r + 6.89767334985100004550e-1
    below = below * r + 1.67638483018380384940
    below = below * r + 2.05319162663775882187
    below = below * r + 1.0
    return above / below


def _outermost(r: float) -> float:
    above = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
    above = above * r + 1.24266094738807843860e-3
    above = above * r + 2.65321895265761230930e-2
    above = above * r + 2.96560571828504891230e-1
    above = above * r + 1.78482653991729133580
    above = above * r + 5.46378491116411436990
    above = above * r + 6.65790464350110377720
    below = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
    below = below * r + 1.84631831751005468180e-5
    below = below * r + 7.86869131145613259100e-4
    below = below * r + 1.48753612908506148525e-2
    below = below * r + 1.36929880922735805310e-1
    below = below * r + 5.99832206555887937690e-1
    below = below * r + 1.0
    return above / below
