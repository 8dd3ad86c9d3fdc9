"""Collecting: pull a source, check what it says, quarantine or store it. The only room that writes counts."""
