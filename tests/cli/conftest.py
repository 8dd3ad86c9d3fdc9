"""The command line is tested in the homes of the integration tests."""

from tests.integration.conftest import new_home, sandbox
from tests.stores import *  # noqa: F403 - the store fixtures, on both databases

__all__ = ["new_home", "sandbox"]
