"""edXML packets of a folder (QCVN 102:2016/BTTTT): only headers are read, and of them only what is counted."""

from connectors.edxml.connector import Edxml, EdxmlOptions

__all__ = ["Edxml", "EdxmlOptions"]
