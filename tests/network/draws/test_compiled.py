"""Machine code and plain Python give the same bits, on any processor, wherever the code can be kept."""

import ast
import errno
import hashlib
import inspect
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.network import draws
from stovepipe.network.draws import (
    Law,
    addresses,
    compiled,
    counts,
    elementary,
    gamma,
    laws,
    normal,
    philox,
    quantiles,
    weibull,
    whole_ticks,
)
from tests.environment import ordinary

ARITHMETIC = [addresses, whole_ticks, counts, elementary, gamma, laws, normal, philox, quantiles, weibull]
EXACT = {"ceil", "floor", "frexp", "fsum", "inf", "ldexp", "sqrt"}
NUMPY = {"array", "clip", "float64", "floor", "int64"}
HOUR = 3.6e9
CVS = (0.05, 0.3, 0.8, 1.0, 2.0, 5.0)
LAWS = [
    Law.fixed(HOUR),
    Law.exponential(HOUR),
    Law.erlang(HOUR, 3),
    Law.triangular(0.0, HOUR, 3 * HOUR),
    Law.uniform(HOUR, 2 * HOUR),
    Law.empirical([1.5 * HOUR, 0.1, HOUR]),
    *(make(HOUR, cv) for make in (Law.gamma, Law.lognormal, Law.weibull) for cv in CVS),
]
PROGRAM = """
import hashlib
import numpy as np
from stovepipe.network import draws
from stovepipe.network.draws import Law
digest = hashlib.sha256()
key = draws.key(11, "work", "gao_cell")
laws = [Law.exponential(1e9), Law.erlang(1e9, 3), Law.triangular(0, 1, 3), Law.empirical([1, 2, 4])]
laws += [make(1e9, cv) for make in (Law.gamma, Law.lognormal, Law.weibull) for cv in (0.05, 0.8, 5.0)]
for law in laws:
    digest.update(draws.draws(law, key, 5, np.arange(5000)).tobytes())
print(digest.hexdigest())
"""


def run(program: str, **environment: str) -> str:
    finished = subprocess.run(
        [sys.executable, "-c", program],
        env=ordinary(**environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


@pytest.fixture(scope="module")
def usual() -> str:
    """What the program prints on this machine as it is."""
    return run(PROGRAM)


@given(st.tuples(*[st.integers(0, philox.WORD_MAX)] * 5), st.sampled_from(LAWS))
def test_single_draws_have_the_bits_of_plain_python(
    address: tuple[int, int, int, int, int], law: Law
) -> None:
    u = philox.uniform_at(*address)
    assert compiled.uniform(*address) == u
    assert compiled.draw(*law.parameters, *address) == law.quantile(u)
    assert compiled.draw_ticks(*law.parameters, *address) == whole_ticks.ticks(law.quantile(u))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: f"{law.kind}, {law.b:.4g}")
def test_thousands_of_variates_have_the_bits_of_plain_python(law: Law) -> None:
    """Random cells, the first and the last of them, and those where a formula gives way to another."""
    edges = [0, 2**52, *(int(u * 2**52) for u in (1.388794386496402e-11, 0.075, 0.29, 0.5, 0.925))]
    cells = np.concatenate(
        [np.random.default_rng(9).integers(0, 2**52, 2500), *(edge + np.arange(-50, 50) for edge in edges)]
    )
    uniforms = (cells[(cells >= 0) & (cells < 2**52)] + 0.5) * 2.0**-52
    variates = uniforms.copy()
    compiled.replace_uniforms(*law.parameters, variates)
    assert variates.tolist() == [law.quantile(u) for u in uniforms.tolist()]


def test_elementary_functions_have_the_bits_of_plain_python() -> None:
    """Over their whole range, which the laws above do not cover."""
    log, exp, log1p = elementary.log, elementary.exp, elementary.log1p

    @numba.njit
    def all_three(x: float, y: float) -> tuple[float, float, float]:
        return log(x), exp(y), log1p(x)

    random = np.random.default_rng(10)
    sizes = (2.0 ** random.uniform(-1020, 1023, 5000)).tolist()
    exponents = random.uniform(-720, 720, 5000).tolist()
    for x, y in zip(sizes, exponents, strict=True):
        assert all_three(x, y) == (log(x), exp(y), log1p(x))


def test_the_processor_makes_no_difference(usual: str) -> None:
    """Code for a plain 64-bit processor, without its later instructions, draws the same bytes."""
    assert run(PROGRAM, NUMBA_CPU_NAME="generic", NUMBA_CPU_FEATURES="") == usual


def test_plain_python_makes_no_difference(usual: str) -> None:
    assert run(PROGRAM, NUMBA_DISABLE_JIT="1") == usual


def machine_dependent(source: str) -> Iterator[str]:
    """What in a source may give other bits elsewhere: functions of the C library, powers, sums."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="math"), attr=name) if name not in EXACT:
                yield ast.unparse(node)
            case ast.Attribute(value=ast.Name(id="np"), attr=name) if name not in NUMPY:
                yield ast.unparse(node)
            case ast.BinOp(op=ast.Pow()) if any(isinstance(part, ast.Name) for part in ast.walk(node)):
                yield ast.unparse(node)
            case ast.Name(id="sum" | "pow") | ast.ImportFrom(module="math" | "numpy" | "scipy"):
                yield ast.unparse(node)


@pytest.mark.parametrize("module", ARITHMETIC, ids=lambda module: module.__name__)
def test_draws_use_nothing_whose_last_bit_is_the_machines(module: ModuleType) -> None:
    assert list(machine_dependent(inspect.getsource(module))) == []


@pytest.mark.parametrize(
    "line",
    [
        "from math import log",
        "y = math.exp(x)",
        "y = x**2",
        "y = 2.0 ** (-x)",
        "y = sum(x)",
        "y = np.log(x)",
        "y = pow(x, 3)",
    ],
)
def test_the_search_for_machine_dependence_finds_it(line: str) -> None:
    assert list(machine_dependent(f"import math\nimport numpy as np\n{line}\n")) != []


def test_importing_the_package_brings_in_no_compiler() -> None:
    program = """
import sys
from stovepipe.network import draws
draws.Law.weibull(1.0, 0.4), draws.Law.gamma(1.0, 3.0).quantile(0.2)
draws.key(0, "work"), draws.poisson(3.0, 0.5)
print("numba" in sys.modules)
"""
    assert run(program) == "False"


def copy_of_the_package(folder: Path) -> Path:
    """The package's folder below `folder`, with nothing but the draws in it."""
    package = folder / "stovepipe" / "network"
    source = Path(draws.__file__).parent
    shutil.copytree(source, package / "draws", ignore=shutil.ignore_patterns("__pycache__"))
    (package / "__init__.py").touch()
    (package.parent / "__init__.py").touch()
    return package / "draws"


def test_without_a_place_for_machine_code_draws_are_the_same(usual: str, tmp_path: Path) -> None:
    """Neither beside the source nor in the user's home can a folder be made."""
    copy = copy_of_the_package(tmp_path)
    (copy / "__pycache__").touch()
    nowhere = str(copy / "__pycache__" / "home")
    program = f"{PROGRAM}\nimport stovepipe\nprint(stovepipe.__file__)"
    digest, file = run(
        program, PYTHONPATH=str(tmp_path), HOME=nowhere, XDG_CACHE_HOME=nowhere, LOCALAPPDATA=nowhere
    ).split("\n")
    assert Path(file).is_relative_to(tmp_path)
    assert digest == usual
    assert not list(tmp_path.rglob("*.nbi"))


def test_a_full_disk_does_not_stop_a_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("numba.core.caching.IndexDataCacheFile.save", full)

    def twice(x: float) -> float:
        return x + x

    assert compiled._compiled("float64(float64)")(twice)(2.0) == 4.0


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which numba keeps the machine code of a copy of the draws, which lies beside it."""
    folder = tmp_path_factory.mktemp("kept")
    copy_of_the_package(folder / "source")
    run(PROGRAM, PYTHONPATH=str(folder / "source"), NUMBA_CACHE_DIR=str(folder / "cache"))
    return folder / "cache"


@pytest.mark.parametrize(("ending", "left"), [("nbi", 0), ("nbc", 20)])
def test_machine_code_that_is_damaged_is_made_anew_and_the_user_told(
    usual: str, kept: Path, tmp_path: Path, ending: str, left: int
) -> None:
    """As a power cut leaves it: numba does not see its files onto the disk."""
    shutil.copytree(kept, tmp_path / "cache")
    damaged = list((tmp_path / "cache").rglob(f"*.{ending}"))
    for file in damaged:
        os.truncate(file, left)
    program = f"import warnings\nwarnings.showwarning = lambda what, *_: print(what)\n{PROGRAM}"
    surroundings = {"PYTHONPATH": str(kept.parent / "source"), "NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    said, digest = run(program, **surroundings).split("\n")
    assert digest == usual
    assert f"delete the files that end in .nbi and .nbc in {damaged[0].parent}" in said


def test_machine_code_is_kept_under_the_digest_of_all_its_sources() -> None:
    """Numba sees changes in one file only; a change in another must not leave old machine code in use."""
    sources = "".join(
        inspect.getsource(module) for module in (philox, elementary, normal, gamma, quantiles, whole_ticks)
    )
    version = hashlib.blake2b(sources.encode(), digest_size=8).hexdigest()
    for entry in (compiled.uniform, compiled.fill_uniforms, compiled.draw, compiled.draw_ticks):
        assert version in entry.py_func.__qualname__
        assert version in entry._cache._impl.filename_base
