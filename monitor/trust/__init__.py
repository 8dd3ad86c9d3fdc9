"""Trust: what does not hold, what changed, what two sources disagree about. Pure polars: frames in, findings out."""

from monitor.trust.findings import FINDINGS, FOUND, none_found, told

__all__ = ["FINDINGS", "FOUND", "none_found", "told"]
