"""Messages: what waits, what went out, and what could not be delivered, with the remedy."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.figures.listing import listing
from dashboards.figures.parts import panel
from dashboards.pages.alerts import frame
from dashboards.pages.alerts.frame import Row
from dashboards.question import Question
from monitor.alerts.problems import told
from monitor.alerts.service import AlertService
from monitor.alerts.words import CHANNEL_WORDS, MESSAGE_STATES
from monitor.store import Outbox

NEWEST = 200


def page(question: Question, alerts: AlertService) -> list[Component | None]:
    """The whole page."""
    words = question.words
    outbox = Outbox(alerts.figures.store.engine, "page")
    dead, rest = outbox.listed("dead", NEWEST), [row for row in outbox.listed(None, NEWEST) if row["state"] != "dead"]

    def problem(row: Row) -> str:
        return told(row["problem"], words.lang) if row["problem"] else words("blank")

    columns = [
        ("recipient", lambda row: alerts.recipients.name(row["recipient"], words.lang), "text"),
        ("channel", lambda row: CHANNEL_WORDS[row["channel"]][words.lang], "text"),
        ("message", lambda row: MESSAGE_STATES[row["state"]][words.lang], "text"),
        ("attempts", lambda row: str(row["attempts"]), "num"),
        ("queued", lambda row: words.moment(row["created_at"]), "whole"),
        ("sent", lambda row: words.moment(row["sent_at"]) if row["sent_at"] else words("blank"), "whole"),
        ("problem", problem, "text"),
    ]
    more = frame.everything(question, "messages")
    given_up = (
        listing(words, words("alerts.dead"), columns, dead, everything=more)
        if dead
        else [html.P(words("alerts.dead.none"))]
    )
    others = (
        listing(words, words("alerts.messages"), columns, rest, everything=more)
        if rest
        else [html.P(words("alerts.messages.none"))]
    )
    return frame.framed(
        question,
        "messages",
        frame.heading(question, "messages"),
        panel(
            words("alerts.dead"),
            *given_up,
            frame.button(question, "retry") if dead else None,
            note=words("alerts.dead.say"),
        ),
        panel(words("alerts.messages"), *others),
    )
