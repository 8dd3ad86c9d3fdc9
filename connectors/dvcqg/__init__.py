"""National public service portal (Cổng DVCQG), JSON reporting API of its evaluation pages.

Wire format: POST of a JSON question, answered **201** ``{"code": "OK", "data": {…}, "message": "OK"}``; no login. Each
endpoint counts on its own basis, so each is a series (or several, one a metric) of its own; ``families`` lists what is
stored of which endpoint. Not documented officially; known from the page itself and public programs that read it.

Traps: the answer does not echo the question, so the province (and a procedure filter) is verified; counts may be null
(not reported); where the denominator is 0 a ratio is null in one endpoint, 0 or 100 in the next; the running month is
refused until it has ended; a count may be marked as resting on a temporary denominator; the key of a procedure is
``formalityID`` at one endpoint and ``formalityId`` at the others; satisfaction is asked by days, not by period name.
"""

from connectors.dvcqg.connector import Dvcqg
from connectors.dvcqg.families import DIGITIZED
from connectors.dvcqg.options import DvcqgOptions

METRICS = DIGITIZED.pairs

__all__ = ["METRICS", "Dvcqg", "DvcqgOptions"]
