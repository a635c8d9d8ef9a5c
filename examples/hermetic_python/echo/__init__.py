"""A protocol, a device that speaks it, and what hosts talk to it with."""
