"""A read replica, asked by a reviewed query file: one SELECT, bound parameters, a transaction that cannot write."""

from connectors.sql.connector import Sql, SqlOptions

__all__ = ["Sql", "SqlOptions"]
