"""A program that prints its arguments, and how it runs."""

import json
import os
import sys


def main():
    print(json.dumps({
        "arguments": sys.argv[1:],
        "dev": sys.flags.dev_mode,
        "greeting": os.environ.get("GREETING"),
        "name": __name__,
    }))


if __name__ == "__main__":
    main()
