"""Editions: a period's figures, frozen, and the documents rendered from them."""
