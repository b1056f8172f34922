"""AIMA's entrance: a subcommand of the command line. The window will be the default once it exists."""

from __future__ import annotations

import sys

WORKER = "--worker"
"""A frozen program has no `python -m`: it starts its own workers with this word."""


def main(arguments: list[str]) -> int:
    if arguments[:1] == [WORKER]:
        from gpu_backends.worker import serve

        return serve()
    try:
        from app.command_line import run

        return run(arguments)
    except KeyboardInterrupt:
        # while the libraries are still being loaded
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
