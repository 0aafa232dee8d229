"""The command as a user meets it: what it is given, what it prints, how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from textwrap import dedent
from typing import Protocol

import pytest

from stovepipe.cli import main
from tests.environment import ordinary

MISSION = """
    mission: A cell
    start: 2021-01-04
    horizon: 2 wk
    classes:
      warning: {ltiov: 12 h}
      pattern: {}
    sources:
      patrols: {written_at: cell, reports: {warning: 8 /day, pattern: 4 /day}}
    stations:
      cell:
        stage: analysis
        posts:
          analysts: {count: 2, tour: 4 d, change: block, shift: {from: 08:00, to: 18:00}}
        work: {exponential: {mean: {value: 1 h, range: [30 min, 2 h], evidence: cited, source: A book}}}
      commander:
        stage: command
        needs: [warning, pattern]
        posts: {commander: {count: 1}}
        work: {exponential: {mean: 10 min}}
    channels:
      cell -> commander:
        transit: 30 min
        hurdles: {reluctance: {probability: 10 %, otherwise: not_shared}}
    """


@dataclass(frozen=True)
class Answer:
    """How a command ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has a working folder of its own, with a mission in it."""
    (tmp_path / "cell.yaml").write_text(dedent(MISSION))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def stovepipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in this process."""

    def run(*arguments: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["stovepipe", *arguments])
        before = signal.getsignal(signal.SIGTERM)  # the command has a way of its own, which is not pytest's
        try:
            with pytest.raises(SystemExit) as ended:
                main()
        finally:
            signal.signal(signal.SIGTERM, before)
        said = capsys.readouterr()
        code = ended.value.code
        assert code is None or isinstance(code, int)
        return Answer(code or 0, said.out, said.err)

    return run


class Started(Protocol):
    """Starts a command in a process of its own: where its outputs go, what its environment has besides."""

    def __call__(
        self, *arguments: str, stdout: int = PIPE, stderr: int = PIPE, **more: str
    ) -> subprocess.Popen[str]: ...


@pytest.fixture
def started() -> Started:
    """Starts a command in a process of its own."""

    def start(*arguments: str, stdout: int = PIPE, stderr: int = PIPE, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "stovepipe", *arguments],
            stdout=stdout,
            stderr=stderr,
            text=True,
            encoding="utf-8",
            env=ordinary(**more),
        )

    return start
