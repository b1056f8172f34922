"""The menu of everything that can be looked for: what this case holds, the most frequent first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QMenu

from app.core_api.search import Vocabulary
from app.review import search_terms as terms
from ui.figures import number
from ui.search.words import media_word, term_word

MOST = 30
"""Entries of a submenu; others are typed."""
Put = Callable[[str, str], None]
"""Adds a term of a kind with a value; an empty value is to be typed."""


def fill_add_menu(menu: QMenu, vocabulary: Vocabulary, put: Put) -> None:
    """Put everything that the case can be asked into `menu`."""
    translate = QCoreApplication.translate
    menu.clear()
    for kind in (terms.PERSON, terms.VOICE, terms.OBJECT, terms.SOUND):
        words = [word for word in vocabulary.words if word.kind == kind]
        within = menu.addMenu(term_word(kind))
        within.setEnabled(bool(words))
        for word in words[:MOST]:
            called = word.untrusted_value
            if kind in (terms.PERSON, terms.VOICE) and called.isdecimal():
                person = kind == terms.PERSON
                told = (
                    translate("Search", "Person {number}")
                    if person
                    else translate("Search", "Voice {number}")
                )
                called = told.format(number=called)
            label = f"{called}\t{number(word.count)}".replace("&", "&&")
            _add(within, label, put, kind, word.untrusted_value)
    mentioned = menu.addMenu(translate("Search", "Mentioned"))
    for kind in terms.ENTITIES:
        _add(mentioned, term_word(kind), put, kind, "", True)
    _add(menu, term_word(terms.PART), put, terms.PART, "")
    _add(menu, term_word(terms.COPIES), put, terms.COPIES, "")
    menu.addSeparator()
    _add(menu, term_word(terms.ITEM), put, terms.ITEM, "")
    media = menu.addMenu(term_word(terms.MEDIA))
    for kind in ("video", "audio", "image"):
        _add(media, media_word(kind), put, terms.MEDIA, kind)
    languages = menu.addMenu(term_word(terms.LANGUAGE))
    languages.setEnabled(bool(vocabulary.languages))
    for code in vocabulary.languages:
        _add(languages, _language(code), put, terms.LANGUAGE, code)
    for kind in (terms.SINCE, terms.UNTIL):
        _add(menu, term_word(kind), put, kind, "")


def _add(menu: QMenu, label: str, put: Put, kind: str, value: str, whole: bool = False) -> None:
    """`whole`: the term is one without a value, not one whose value is to be typed."""
    menu.addAction(label).triggered.connect(lambda: put(kind, value or ("*" if whole else "")))


def _language(code: str) -> str:
    found = QLocale(code)
    name = found.nativeLanguageName()
    return name if name and found.language() is not QLocale.Language.C else code
