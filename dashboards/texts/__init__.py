"""Texts by page; ``dashboards.text`` puts them together."""
