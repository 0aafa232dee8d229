"""Carries a question out in this process, into a store."""

from __future__ import annotations

from typing import TypeVar

from stovepipe.answers.questions.question import Audience, Question, Work
from stovepipe.study.running.futures import Here
from stovepipe.study.store.store import Store

Found = TypeVar("Found")


def carry_out(question: Question[Found], store: Store, audience: Audience | None = None) -> Found:
    """What a question comes to."""
    return question.carry_out(Work(store, Here(), audience or Audience()))
