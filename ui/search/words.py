"""What kinds of findings, terms and likeness are called in the window, and how they are drawn."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from app.core_api import search
from app.operations.moments import timecode
from app.review import search_rows
from app.review import search_terms as terms
from app.review.search_rows import Beside, Row, Who
from engine.units import SECOND
from resources.languages import SOURCE, own_texts
from ui import figures
from ui.translation import current

ICONS: Mapping[str, str] = {
    search_rows.SPEECH: "mdi6.message-text-outline",
    search_rows.SCREEN: "mdi6.text-recognition",
    search_rows.ENTITY: "mdi6.card-text-outline",
    search_rows.PERSON: "mdi6.account",
    search_rows.VOICE: "mdi6.account-voice",
    search_rows.OBJECT: "mdi6.shape-outline",
    search_rows.PICTURE: "mdi6.image-outline",
    search_rows.SOUND: "mdi6.volume-high",
}


def keys() -> Mapping[str, str]:
    """Words of terms as the window's language spells them, by term: the first of its `search.json`."""
    code = current().code
    found: dict[str, str] = {}
    for typed, term in own_texts(code, "search").items() if code != SOURCE else ():
        found.setdefault(term, typed)
    return found


def kind_word(kind: str) -> str:
    """A kind of result, as facets are labelled."""
    translate = QCoreApplication.translate
    words = {
        search_rows.SPEECH: translate("Search", "Speech"),
        search_rows.SCREEN: translate("Search", "Text in pictures"),
        search_rows.ENTITY: translate("Search", "Mentions"),
        search_rows.PERSON: translate("Search", "People"),
        search_rows.VOICE: translate("Search", "Voices"),
        search_rows.OBJECT: translate("Search", "Objects"),
        search_rows.PICTURE: translate("Search", "Pictures"),
        search_rows.SOUND: translate("Search", "Sounds"),
    }
    return words.get(kind, kind)


def term_word(kind: str) -> str:
    """A kind of term, as chips and menus say it."""
    translate = QCoreApplication.translate
    words = {
        terms.WORDS: translate("Search", "Words"),
        terms.PART: translate("Search", "Part of a word"),
        terms.PERSON: translate("Search", "Person"),
        terms.VOICE: translate("Search", "Voice"),
        terms.OBJECT: translate("Search", "Object"),
        terms.SOUND: translate("Search", "Sound"),
        terms.COPIES: translate("Search", "Copies of"),
        "plate": translate("Search", "Licence plate"),
        "phone": translate("Search", "Phone number"),
        "iban": translate("Search", "Bank account"),
        "email": translate("Search", "E-mail address"),
        "url": translate("Search", "Link"),
        "date": translate("Search", "Date mentioned"),
        "money": translate("Search", "Sum of money"),
        "name": translate("Search", "Name mentioned"),
        terms.ITEM: translate("Search", "Item"),
        terms.MEDIA: translate("Search", "Type"),
        terms.LANGUAGE: translate("Search", "Language"),
        terms.SINCE: translate("Search", "File from"),
        terms.UNTIL: translate("Search", "File until"),
    }
    return words.get(kind, kind)


def media_word(kind: str) -> str:
    translate = QCoreApplication.translate
    words = {
        "video": translate("Search", "Video"),
        "audio": translate("Search", "Sound recording"),
        "image": translate("Search", "Picture"),
    }
    return words.get(kind, kind)


def who_words(who: Who | None) -> str:
    """`Ada (candidate)`, `Person 3`, `Voice 2`; empty for nobody."""
    translate = QCoreApplication.translate
    if who is None:
        return ""
    if not who.untrusted_name:
        told = (
            translate("Search", "Person {number}")
            if who.kind == search_rows.PERSON
            else translate("Search", "Voice {number}")
        )
        return told.format(number=who.number)
    status = {
        "candidate": translate("Search", "{name} (unconfirmed)"),
        "disputed": translate("Search", "{name} (disputed)"),
    }.get(who.status, "{name}")
    return status.replace("{name}", who.untrusted_name)


def band_word(band: str) -> str:
    """How alike a candidate is, in words that claim no more than they can."""
    translate = QCoreApplication.translate
    words = {
        search.STRONG: translate("Search", "Candidate · very similar"),
        search.MEDIUM: translate("Search", "Candidate · similar"),
        search.WEAK: translate("Search", "Candidate · somewhat similar"),
    }
    return words.get(band, "")


def what_words(row: Row) -> str:
    """What a result says where it holds no words of its own."""
    translate = QCoreApplication.translate
    if row.untrusted_text:
        return row.untrusted_text
    if row.band:
        return band_word(row.band)
    if row.detail == search_rows.COPY:
        return translate("Search", "Shows the same")
    if row.detail == search_rows.LIKE:
        likeness = figures.number(row.score, 2)
        return translate("Search", "Similarity {likeness}").format(likeness=likeness)
    kinds = {
        search_rows.PERSON: translate("Search", "Face in the picture"),
        search_rows.VOICE: translate("Search", "Speaks"),
        search_rows.PICTURE: translate("Search", "Picture"),
    }
    return kinds.get(row.kind, "")


def length_words(t_ns: int) -> str:
    """`500 ms`, `10 s`, `2 min`."""
    translate = QCoreApplication.translate
    if t_ns < SECOND:
        return translate("Search", "{number} ms").format(number=figures.number(round(t_ns * 1000 / SECOND)))
    if t_ns % (60 * SECOND) == 0:
        return translate("Search", "{number} min").format(number=figures.number(t_ns // (60 * SECOND)))
    seconds = t_ns / SECOND
    return translate("Search", "{number} s").format(
        number=figures.number(seconds, 0 if seconds == int(seconds) else 1)
    )


def beside_words(beside: Beside) -> str:
    """`2.1 s later: “over the bridge”`: what a result was found together with."""
    translate = QCoreApplication.translate
    what = beside.untrusted_text or kind_word(beside.kind)
    who = who_words(beside.who)
    what = f"{who}: {what}" if who and beside.untrusted_text else who or what
    if beside.untrusted_item:
        what = f"{what} ({beside.untrusted_item})"
    if beside.after_ns == 0:
        told = translate("Search", "at the same time · {what}")
    elif beside.after_ns > 0:
        told = translate("Search", "{length} later · {what}")
    else:
        told = translate("Search", "{length} before · {what}")
    tenths = max(abs(beside.after_ns) // (SECOND // 10), 1) * (SECOND // 10)
    return told.replace("{length}", length_words(tenths)).replace("{what}", what)


def shown_at(row: Row) -> int:
    """Where a result is looked at (ns): a face where it is seen best, all else where it begins."""
    return row.moment.t_ns if row.moment.box else row.moment.start_ns


def time_words(row: Row) -> str:
    """When, or nothing for a picture."""
    return "" if row.still else timecode(shown_at(row))


def spoken(row: Row) -> str:
    """A result as a screen reader says it."""
    parts = (kind_word(row.kind), time_words(row), who_words(row.who), what_words(row), row.untrusted_item)
    beside = (beside_words(b) for b in row.beside)
    return ", ".join(part for part in (*parts, *beside) if part)
