"""The module lib."""
