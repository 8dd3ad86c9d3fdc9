"""What can keep a report from being made."""


class ReportError(Exception):
    """A report cannot be built or found; the sentence says what to do."""


class Moving(ReportError):
    """Counts were stored while they were read: figures of two moments must not stand in one edition."""
