"""The module unsafe."""
