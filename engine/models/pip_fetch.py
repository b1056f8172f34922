"""Fetches one named file of a project with pip's own index settings. Runs by itself, in a process of its own.

    python -P pip_fetch.py PROJECT FILE TARGET SIZE

`pip download` would choose a file for this platform and run a source package's build to read its
metadata. This asks pip only where the project's files are (its configuration files, variables,
certificates and mirrors apply) and takes the one that was named; nothing of it is run or unpacked.
An interrupted download goes on where it stopped. Known to work with pip 23.0 to 26.3.
"""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Any

NOT_FOUND = 3
UNREACHABLE = 4
NO_PIP = 5
NO_SPACE = 6
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PARTIAL_CONTENT = 206


def links(finder: Any, project: str) -> list[Any]:
    """Every file that the configured indexes and folders list for `project`, whatever its platform."""
    from pip._internal.index.collector import parse_links

    collector = finder._link_collector
    found: list[Any] = []

    def of_page(page: Any) -> list[Any]:
        answer = collector.fetch_response(page)
        found.extend(parse_links(answer) if answer is not None else ())
        return []

    sources = collector.collect_sources(project_name=project, candidates_from_page=of_page)
    for source in [*sources.find_links, *sources.index_urls]:
        if source is not None:
            list(source.page_candidates())
            found.extend(source.file_links())
    return found


def save(session: Any, link: Any, target: Path, size: int) -> None:
    """Download `link` to `target`, going on after what `target` already holds; never past `size` bytes."""
    held = target.stat().st_size if target.exists() else 0
    headers = {"Accept-Encoding": "identity"}
    if held:
        headers["Range"] = f"bytes={held}-"
    answer = session.get(link.url_without_fragment, headers=headers, stream=True)
    answer.raise_for_status()
    goes_on = answer.status_code == PARTIAL_CONTENT
    left = size - (held if goes_on else 0)
    with target.open("ab" if goes_on else "wb") as out:
        while left > 0 and (block := answer.raw.read(min(left, 1 << 20))):
            out.write(block)
            left -= len(block)


def main(project: str, file: str, target: str, size: str) -> int:
    """Exit status: 0 fetched (perhaps cut short), otherwise one of the constants above."""
    try:
        from pip._internal.commands.download import DownloadCommand
        from pip._vendor.urllib3.exceptions import HTTPError
    except ImportError:
        return NO_PIP
    command: Any = DownloadCommand("download", "")
    options, _ = command.parse_args(["--no-input", "--no-cache-dir"])
    with command.main_context():
        session = command.get_default_session(options)
        finder = command._build_package_finder(options, session)
        try:
            named = [link for link in links(finder, project) if link.filename == file]
            if not named:
                return NOT_FOUND
            save(session, named[0], Path(target), int(size))
        except (OSError, HTTPError) as error:
            return NO_SPACE if getattr(error, "errno", None) in FULL else UNREACHABLE
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
