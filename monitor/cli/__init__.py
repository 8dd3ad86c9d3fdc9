"""The command line: the one place that wires the rooms together.

Commands import what they need when they run, so that ``sohoa rates`` does not wait for the dashboard's libraries.
"""

from __future__ import annotations

import gc
import sys

import typer

from monitor.cli import (
    alerts,
    check,
    db,
    demo,
    explain,
    findings,
    imports,
    pulls,
    quarantine,
    rates,
    reconcile,
    reports,
    restatements,
    sandbox,
    scheduler,
    serve,
    sources,
)
from monitor.cli.errors import sentence_of

app = typer.Typer(
    name="sohoa",
    help="Which units are below 95 %, by how much, and where each number came from.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("demo")(demo.demo)
app.command("check")(check.check)
app.add_typer(db.app, name="db")
app.add_typer(sources.app, name="sources")
app.command("pull")(pulls.pull)
app.command("pulls")(pulls.pulls)
app.add_typer(quarantine.app, name="quarantine")
app.command("import")(imports.import_file)
app.command("rates")(rates.rates)
app.command("explain")(explain.explain)
app.command("reconcile")(reconcile.reconcile)
app.command("restatements")(restatements.restatements)
app.command("findings")(findings.findings)
app.command("completeness")(findings.completeness)
app.add_typer(alerts.app, name="alerts")
app.command("serve")(serve.serve)
app.command("scheduler")(scheduler.scheduler)
app.add_typer(reports.app, name="report")
app.add_typer(sandbox.app, name="sandbox")


INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells expect it."""
STOPPED = "Stopped. Nothing is half-written; run the same command again to go on."


def main() -> None:
    """Run a command; a known problem becomes one sentence on standard error and exit status 1."""
    try:
        app()
    except SystemExit as stop:
        if stop.code == INTERRUPTED:
            typer.echo(STOPPED, err=True)
        raise
    except KeyboardInterrupt:
        # One Ctrl-C in the middle of a polars call is raised twice; typer takes the first.
        typer.echo(STOPPED, err=True)
        sys.exit(INTERRUPTED)
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        typer.echo(sentence, err=True)
        sys.exit(1)
    finally:
        # The process is over: the system takes everything back. Walking through it once more costs a fifth of a second.
        gc.freeze()
