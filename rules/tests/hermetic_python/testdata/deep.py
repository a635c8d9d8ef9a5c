"""The module deep."""
