"""Small damage to texts: what a slip, an editor, another program or a bad intention would do to a file."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

WORDS = (
    "", "~", "null", "true", "no", "0", "-1", "1", "3", "0.5", "1e30", "1e-30", ".inf", ".nan", "0x_",
    "1_000", "9" * 40,
    "6 h", "0 h", "-3 h", "1e9 yr", "6 m", "6 mo", "40 %", "140 %", "0 %", "1 /day", "0 /day",
    "5 per week", "2021-02-01",
    "2021-13-01", "2999-12-31", "0001-01-01", "08:00", "24:00", "25:61", "06:00-18:00", "22:00-06:00",
    "mon", "FLASH",
    "cell", "commander", "cell -> commander", "a -> b", "a -> a", "patrols.warning", "warning",
    "patterns", "eng", "on", "off",
    "[]", "{}", "[~]", "[[]]", "{x: {}}", "[a, a]", "{value: 6 h, range: [4 h, 8 h]}",
    "{value: 1, range: [2, 1]}",
    "{exponential: {mean: 2 h}}", "{gamma: {mean: 0 h, cv: 0}}", "{lognormal: {mean: 1 h, cv: 1e9}}",
    "{uniform: {low: 2 h, high: 1 h}}", "{empirical: {file: gone.csv, column: x, unit: h}}",
    "{empirical: {values: [1 h]}}",
    "mission.yaml", "study.yaml", "events.csv", ".", "..", "/", "/dev/null", "/etc/passwd",
    "x" * 300, "morris", "sobol", "pawn",
    "tornado", "prim", "verdict", "p90", "1 point", "5 %", "*", "stations.*.work*", "stations.cell.work",
    "best", "baseline",
    "!!int abc", "!!float x", "!!str 5", "!!python/name:os.system", "&a x", "*a", "<<", "<<: *a", "? x",
    "|", ">-", "- x", "# x",
    '"\\e[31m"', '"\\0"', '"\\ud800"', '"\\U00110000"', '"\\u202e"', '"\\x85"', "'", '"', "$\\frac{$",
    "%YAML 1.1\n---", "---", "...",
    "\t", "\r", "\x00", "\x1b", "\ufeff", "\u2028", "é", "日本", "👩‍🔬",
)  # fmt: skip
_TOKEN = re.compile(r"[A-Za-z_][\w]*|\d[\w.:%-]*|\S")


def damaged(text: str, others: Sequence[str], chance: random.Random) -> str:
    """The text with one to four pieces of damage; `others` are texts from which pieces are taken."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        text = chance.choice(_WAYS)(text, others, chance)
    return text


def _word(text: str, _: Sequence[str], chance: random.Random) -> str:
    """One word is another one."""
    tokens = list(_TOKEN.finditer(text))
    if not tokens:
        return chance.choice(WORDS)
    token = chance.choice(tokens)
    return text[: token.start()] + chance.choice(WORDS) + text[token.end() :]


def _own_word(text: str, _: Sequence[str], chance: random.Random) -> str:
    """One word is another word of the same text."""
    tokens = list(_TOKEN.finditer(text))
    if not tokens:
        return text
    token, other = chance.choice(tokens), chance.choice(tokens)
    return text[: token.start()] + other[0] + text[token.end() :]


def _misspelt(text: str, _: Sequence[str], chance: random.Random) -> str:
    tokens = [token for token in _TOKEN.finditer(text) if len(token[0]) > 2]
    if not tokens:
        return text
    token = chance.choice(tokens)
    i = token.start() + chance.randrange(len(token[0]) - 1)
    return chance.choice((text[:i] + text[i + 1 :], text[:i] + text[i + 1] + text[i] + text[i + 2 :]))


def _letter(text: str, _: Sequence[str], chance: random.Random) -> str:
    i = chance.randrange(len(text) + 1)
    letter = chance.choice((chr(chance.randrange(128)), chance.choice("[]{}:,-#&*!|>'\"%@`\n \t"), ""))
    return text[:i] + letter + text[i + chance.choice((0, 1)) :]


def _lines(text: str, others: Sequence[str], chance: random.Random) -> str:
    """A line is gone, comes twice, changes places, or moves to the right."""
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[i : i + chance.choice((1, 1, 3, 10))]
        case 1:
            lines.insert(j, lines[i])
        case 2:
            lines[i], lines[j] = lines[j], lines[i]
        case 3:
            lines[i] = "  " + lines[i]
        case _:
            other = chance.choice(others).splitlines(keepends=True) or [""]
            k = chance.randrange(len(other))
            lines[i:i] = other[k : k + chance.choice((1, 2, 5))]
    return "".join(lines)


def _cut(text: str, _: Sequence[str], chance: random.Random) -> str:
    return text[: chance.randrange(len(text) + 1)]


_WAYS: tuple[Callable[[str, Sequence[str], random.Random], str], ...] = (
    _word, _word, _word, _word, _own_word, _own_word, _misspelt, _misspelt, _letter, _letter,
    _lines, _lines, _cut,
)  # fmt: skip


def scrambled(content: bytes, chance: random.Random) -> bytes:
    """Bytes with one to four pieces of damage: not UTF-8, zeros, gone, or twice."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        i = chance.randrange(len(content) + 1)
        piece = chance.choice(
            (b"\x00", b"\xff", b"\xe9", b"\r", b"\n", b'"', b",", b";", b"\xef\xbb\xbf", b"")
        )
        content = content[:i] + piece + content[i + chance.choice((0, 1, 2)) :]
    return content
