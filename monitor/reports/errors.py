"""What can keep a report from being made."""


class ReportError(Exception):
    """A report cannot be built or found; the sentence says what to do."""
