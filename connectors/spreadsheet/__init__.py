"""Spreadsheets and forms (CSV, XLSX, XLS, HTML saved as .xls), by a declared column map or by their headers.

Columns that are neither declared nor recognised are never looked at.
"""

from connectors.spreadsheet.connector import Spreadsheet
from connectors.spreadsheet.options import SpreadsheetOptions
from connectors.spreadsheet.preview import Preview

__all__ = ["Preview", "Spreadsheet", "SpreadsheetOptions"]
