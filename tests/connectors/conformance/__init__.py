"""One suite every HTTP connector passes. A new connector is one more ``Peer`` in peers.py."""
