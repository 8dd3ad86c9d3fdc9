"""Trust: what does not hold, what changed, what two sources disagree about. Pure polars: frames in, findings out."""

from monitor.trust.findings import FINDINGS, FOUND, SEVERITIES, TEXTS, none_found, told

__all__ = ["FINDINGS", "FOUND", "SEVERITIES", "TEXTS", "none_found", "told"]
