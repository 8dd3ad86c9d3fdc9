"""VNPT iGate 2 one-stop system: its reports by agency, and its dossiers rolled up to counts.

Wire format: a Keycloak token (password grant with ``client_id`` in the form, or client credentials with Basic), then
GET questions. Day bounds are local ones written as if they were UTC (``…T00:00:00.000Z``). Any run of days may be asked
for. ``kgg`` in an address marks Kiên Giang's customization (now part of An Giang): not every province has it, so
``reports`` says what is asked.
"""

from connectors.igate.connector import Igate

__all__ = ["Igate"]
