"""Tân Dân one-stop system (DichVuCongApi): tables of Decision 766 and report 06a.

Wire format: ``POST {base}/api/v1/QuyetDinh766s/ChiTieuSoHoa`` (and other tables) with dates and a level gives
``{"data": [row, …]}``, in pages ``{"data", "currentPage", "totalPages", "totalCount", "pageSize", "hasNextPage"}``. A
token of ``/api/tokens`` with the header ``tenant``; renewed at ``/api/tokens/refresh`` when it ends in the middle.

Known from public code, not from a running system: field names in camelCase are an assumption, so each is also taken in
PascalCase, and in no other spelling; that report 06a names its rows as the tables do is another.

Traps: rows of several levels stand in one answer: the province, its units, and details below units or by field. Only
the province and its units are read. Errors are plain text with 400 or 500.
"""

from connectors.tandan.connector import Tandan, TandanOptions

__all__ = ["Tandan", "TandanOptions"]
