"""The draws as machine code, made by numba from the same functions that run as plain Python.

Importing this module imports numba and makes the machine code, or reads it from numba's cache on disk.
`drawing` imports it on the first draw. A compiled caller may call every function of the modules listed in
`_MODULES` once this module has been imported.
"""

from __future__ import annotations

import hashlib
import inspect
import pickle
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numba import njit
from numba.extending import register_jitable
from numpy.typing import NDArray

from stovepipe.network.draws import elementary, gamma, normal, philox, quantiles, whole_ticks
from stovepipe.network.draws.philox import uniform_at
from stovepipe.network.draws.quantiles import quantile
from stovepipe.network.draws.whole_ticks import ticks

_MODULES = (philox, elementary, normal, gamma, quantiles, whole_ticks)
for _module in _MODULES:
    for _, _function in inspect.getmembers(_module, inspect.isfunction):
        if _function.__module__ == _module.__name__:
            register_jitable(_function)

_VERSION = hashlib.blake2b("".join(map(inspect.getsource, _MODULES)).encode(), digest_size=8).hexdigest()
_ADDRESS = "int64, int64, int64, int64, int64"
_ADDRESSES = "int64, int64, int64, int64[::1], int64[::1]"
_LAW = "int64, float64, float64, float64, float64[::1]"


# What reading a damaged file of the cache raises: see the documentation of `pickle`.
_DAMAGE = (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, ImportError, LookupError)


def _compiled(signature: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Compile for these types, and keep the machine code on disk where there is a place for it.

    Numba names its files after the function and looks for changes in this source file only, so the name
    is given a digest of all the sources.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        function.__qualname__ = f"{function.__name__}-{_VERSION}"
        try:
            return njit(signature, cache=True)(function)
        except (RuntimeError, OSError):  # no folder can be written to, or the disk is full
            pass
        except _DAMAGE:
            _say_damaged(njit(cache=True)(function).stats.cache_path)
        return njit(signature)(function)

    return decorate


@cache
def _say_damaged(folder: str) -> None:
    warnings.warn(
        "the machine code that numba keeps is damaged and is made anew, which takes some seconds each time; "
        f"delete the files that end in .nbi and .nbc in {folder}",
        RuntimeWarning,
        stacklevel=2,
    )


@_compiled(f"float64({_ADDRESS})")
def uniform(k0: int, k1: int, replication: int, ordinal: int, visit: int) -> float:
    """The uniform number at an address."""
    return uniform_at(k0, k1, replication, ordinal, visit)


@_compiled(f"int64({_ADDRESSES}, float64[::1])")
def fill_uniforms(
    k0: int,
    k1: int,
    replication: int,
    ordinals: NDArray[np.int64],
    visits: NDArray[np.int64],
    out: NDArray[np.float64],
) -> int:
    """Write the uniform numbers at these addresses to `out`; 0 if every address is one."""
    seen = 0
    for i in range(out.size):
        seen |= ordinals[i] | visits[i]
        out[i] = uniform_at(k0, k1, replication, ordinals[i], visits[i])
    return seen >> 32


@_compiled(f"float64({_LAW}, {_ADDRESS})")
def draw(
    kind: int,
    a: float,
    b: float,
    c: float,
    values: NDArray[np.float64],
    k0: int,
    k1: int,
    replication: int,
    ordinal: int,
    visit: int,
) -> float:
    """The variate of a law at an address."""
    return quantile(kind, a, b, c, values, uniform_at(k0, k1, replication, ordinal, visit))


@_compiled(f"int64({_LAW}, {_ADDRESS})")
def draw_ticks(
    kind: int,
    a: float,
    b: float,
    c: float,
    values: NDArray[np.float64],
    k0: int,
    k1: int,
    replication: int,
    ordinal: int,
    visit: int,
) -> int:
    """The variate of a law at an address, in whole ticks."""
    return ticks(quantile(kind, a, b, c, values, uniform_at(k0, k1, replication, ordinal, visit)))


@_compiled(f"void({_LAW}, float64[::1])")
def replace_uniforms(
    kind: int, a: float, b: float, c: float, values: NDArray[np.float64], out: NDArray[np.float64]
) -> None:
    """Replace the uniform numbers in `out` by the variates that the law makes of them."""
    for i in range(out.size):
        out[i] = quantile(kind, a, b, c, values, out[i])
