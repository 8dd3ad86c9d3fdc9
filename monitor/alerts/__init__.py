"""Figures → what changed → who must hear → delivered, answered, verified."""
