"""The dashboard: shows figures, owns no arithmetic."""
