"""How a question reaches its source. Pure: a ``Way`` rewrites questions and reads whose error an answer is."""

from __future__ import annotations

from collections.abc import Iterable

from connectors.transport.message import Answer, Carriage, Flow, Question
from connectors.transport.patience import Clock
from connectors.transport.verdict import Verdict


class Way:
    """Base: straight to the source.

    ``base_url`` is the source's own address. Only questions below it take the way; a token service elsewhere is asked
    directly.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    def flow(self, question: Question, clock: Clock) -> Carriage:  # noqa: ARG002 - a token needs the clock
        """Yield questions to carry; return the answer to ``question``."""
        answer = yield self.readdressed(question)
        return answer

    def readdressed(self, question: Question) -> Question:
        """The question as it is put to whoever carries it."""
        return question

    def verdict(self, answer: Answer) -> Verdict | None:  # noqa: ARG002 - nobody stands between
        """What it means when the answer is the carrier's own and not the source's; None if it is the source's."""
        return None

    def secrets(self) -> Iterable[str]:
        """Everything that must never be logged, stored or shown."""
        return ()

    def path(self, question: Question) -> str | None:
        """What follows the source's own address, with its slash; None for a question to somebody else."""
        rest = question.url.removeprefix(self.base_url)
        return rest if rest != question.url and rest[:1] in {"", "/"} else None


def carried(questions: Flow, way: Way, clock: Clock) -> Flow:
    """Every question of ``questions`` taken by ``way``; the last answer sent in is the answer to the last of them."""
    question = next(questions)
    while True:
        answer = yield from way.flow(question, clock)
        try:
            question = questions.send(answer)
        except StopIteration:
            return
