"""One suite every connector passes. A new connector is one more file in peers/ that names its ``PEERS``."""
