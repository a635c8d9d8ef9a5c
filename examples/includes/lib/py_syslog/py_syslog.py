"""Stands for a client of the system's log."""


def info(msg: str) -> None:
    """Logs a message."""
    print("INFO", msg)
