"""E-mail and web addresses, written or spelled out in speech."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.text.found import Found, Line, before

# a run of address characters is tried once, at its beginning: no text makes this quadratic
_EMAIL = re.compile(
    r"(?<![\w.%+\-])[a-z0-9](?:[a-z0-9._%+\-]{0,62}[a-z0-9_])?"
    r"@(?:[a-zäöüß0-9](?:[a-zäöüß0-9\-]{0,61}[a-zäöüß0-9])?\.){1,5}[a-z]{2,18}(?![\w\-])",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?<![\w@.])(?:https?://|www\.)[^\s<>\"'„“”|\\^`{}]{3,1000}", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w@./\-])(?:[a-zäöü0-9][a-zäöü0-9\-]{1,40}\.){1,3}"
    r"(?:de|com|org|net|eu|at|ch|info|io|uk|fr|nl|pl|it|gov|edu|tv)(?:/[^\s<>\"'|\\^`{}]{0,500})?(?![\w@\-])",
    re.IGNORECASE,
)
_SPOKEN_PART = r"[a-zäöüß0-9]{1,30}"
_SPOKEN_JOIN = r"\s(?:punkt|dot|minus|dash|unterstrich|underscore)\s"
_SPOKEN = re.compile(
    rf"(?<!\w)({_SPOKEN_PART}(?:{_SPOKEN_JOIN}{_SPOKEN_PART}){{0,4}})\s(?:at|ät|et|klammeraffe)\s"
    rf"({_SPOKEN_PART}(?:{_SPOKEN_JOIN}{_SPOKEN_PART}){{0,4}}\s(?:punkt|dot)\s(?:de|com|org|net|eu|at|ch|info))(?!\w)",
    re.IGNORECASE,
)
_CUE, _CUE_REACH = re.compile(r"mail|address|schreib|write"), 40
_SAID = {"punkt": ".", "dot": ".", "minus": "-", "dash": "-", "unterstrich": "_", "underscore": "_"}


def emails(line: Line) -> Iterator[Found]:
    """Addresses with @, and ones spelled out (“Mail an max punkt muster at beispiel punkt de”).

    “Look at example dot com” is no address, so one that is spelled out needs a dot before the “at”, or a cue.
    """
    text = line.untrusted_text
    for match in _EMAIL.finditer(text):
        yield Found("email", match.start(), match.end(), match.group().lower(), 0.97)
    for match in _SPOKEN.finditer(text):
        if " " in match[1] or _CUE.search(before(text, match.start(), _CUE_REACH)):
            value = f"{_written(match[1])}@{_written(match[2])}"
            yield Found("email", match.start(), match.end(), value, 0.7)


def _written(spoken: str) -> str:
    return "".join(_SAID.get(word, word) for word in spoken.lower().split())


def links(line: Line) -> Iterator[Found]:
    """Addresses with a scheme or www, and bare names in common top-level domains."""
    text = line.untrusted_text
    for pattern, confidence in ((_LINK, 0.97), (_BARE, 0.8)):
        for match in pattern.finditer(text):
            found = match.group().rstrip(".,;:!?)]»…’")
            name, slash, rest = found.partition("://")
            host, path_slash, path = (rest if slash else name).partition("/")
            if "." in host:
                scheme = f"{name.lower()}://" if slash else ""
                value = scheme + host.lower() + path_slash + path
                yield Found("url", match.start(), match.start() + len(found), value, confidence)
