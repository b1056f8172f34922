"""AIMA's entrance: the window by default, otherwise a subcommand of the command line."""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> int:
    # a frozen program has no `python -m`: it starts its own processes with these words
    match arguments[:1]:
        case ["--worker"]:
            from gpu_backends.worker import serve

            return serve()
        case ["--nursery"]:
            from gpu_backends.nursery import serve as begin_readers

            return begin_readers()
        case ["--viewer"]:
            from gpu_backends.viewer import serve as show_pictures

            return show_pictures()
        case ["--language"]:
            from gpu_backends.language import serve as tell

            return tell()
        case ["--core"]:
            from app.core_api.core import serve as answer

            return answer()
    from app.keys.process_secrets import close_up

    try:
        if not arguments or arguments == ["window"]:
            close_up(holds_keys=False)
            from ui.application import run as show

            return show()
        given = close_up(holds_keys=True)
        from app.command_line import run

        return run(arguments, passphrase=given)
    except KeyboardInterrupt:
        # while the libraries are still being loaded
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
