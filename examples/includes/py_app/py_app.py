"""Logs what it does."""

from lib.py_syslog import py_syslog

if __name__ == "__main__":
    py_syslog.info("hello")
