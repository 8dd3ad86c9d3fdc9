"""Spreadsheets (CSV, XLSX, XLS) read by a declared column map; no other column is ever looked at."""

from connectors.spreadsheet.connector import Spreadsheet
from connectors.spreadsheet.options import SpreadsheetOptions

__all__ = ["Spreadsheet", "SpreadsheetOptions"]
