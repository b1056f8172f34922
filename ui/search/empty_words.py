"""What a search says beside its results: how many, out of what, and why there are none."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.core_api.search import Found, Vocabulary
from app.review import search_terms as terms
from ui import figures
from ui.file_words import reason_word
from ui.search.known import Known
from ui.search.words import keys, kind_word

Said = tuple[str, str]
"""A heading and what is below it."""


def nothing_typed(known: Known) -> Said:
    """Heading and text for an empty search field."""
    translate = QCoreApplication.translate
    heading = translate("Search", "Search everything in the case")
    text = translate(
        "Search",
        "Words are searched in speech, in text in pictures, and in names and labels."
        " Combine several terms to find what happens close together. “+ Add” shows what"
        " you can search for.",
    )
    return heading, text + _incomplete(known)


def nothing_found(found: Found, known: Known) -> Said:
    """Heading and text where a search found nothing, with what was not searched."""
    translate = QCoreApplication.translate
    heading = translate("Search", "Nothing found")
    parts = []
    if found.unknown:
        named = ", ".join(f"“{value}”" for value in found.unknown)
        parts.append(
            translate("Search", "Nothing in this case has the name {named}.").replace("{named}", named)
        )
    else:
        parts.append(translate("Search", "Everything analysed so far was searched."))
    parts.append(
        translate("Search", "Try fewer terms, a word beginning such as bridg*, or part:… for a fragment.")
    )
    return heading, " ".join(parts) + _incomplete(known)


def status_words(found: Found, count: int, more: bool, known: Known) -> str:
    """How many are shown, and what to know about them."""
    translate = QCoreApplication.translate
    if not count:
        return ""
    number = figures.number(count)
    if more:
        parts = [translate("Search", "{number} found so far; scroll for more.").format(number=number)]
    else:
        parts = [translate("Search", "{number} found.").format(number=number)]
    if not found.whole:
        parts.append(translate("Search", "These words are frequent: results are ranked in batches."))
    if found.cut:
        cut = figures.number(found.cut)
        parts.append(translate("Search", "Only the first {cut} passages were combined.").format(cut=cut))
    if found.reading:
        parts.append(translate("Search", "Loading new findings."))
    if left := max((a.percent_left for a in known.vocabulary.analysed), default=0):
        text = translate("Search", "Up to {percent} % of the footage was not analysed.")
        parts.append(text.replace("{percent}", str(left)))
    if known.analysing:
        parts.append(translate("Search", "An analysis is running; more results may follow."))
    return " ".join(parts)


def examples(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Searches that this case has an answer to."""
    spelled = keys()
    first = {}
    for word in vocabulary.words:
        if word.kind not in first:
            first[word.kind] = word.untrusted_value
    typed = [
        terms.spelled(kind, first[kind] or "*", spelled)
        for kind in (terms.PERSON, terms.VOICE, terms.OBJECT, terms.SOUND, "plate", "phone", "name")
        if kind in first
    ]
    pairs = [kind for kind in (terms.PERSON, terms.VOICE) if kind in first]
    if pairs and (terms.OBJECT in first or terms.SOUND in first):
        other = terms.OBJECT if terms.OBJECT in first else terms.SOUND
        parts = [
            terms.spelled(pairs[0], first[pairs[0]], spelled),
            terms.spelled(other, first[other], spelled),
        ]
        typed.append(f"{terms.together(parts)} {terms.spelled(terms.WITHIN, '5s', spelled)}")
    return [(text, text) for text in typed]


def _incomplete(known: Known) -> str:
    """What has not been analysed, since nothing can be found there."""
    translate = QCoreApplication.translate
    missing = [a for a in known.vocabulary.analysed if a.items < a.of]
    if not missing:
        told = (
            translate("Search", "An analysis is running; more results may follow.") if known.analysing else ""
        )
        return f"\n\n{told}" if told else ""
    one = translate(
        "Search", "{kind}: {items} of {of} items; {percent} % of the footage was not analysed, because {why}"
    )
    lines = [
        one.replace("{kind}", kind_word(a.kind))
        .replace("{items}", figures.number(a.items))
        .replace("{of}", figures.number(a.of))
        .replace("{percent}", str(a.percent_left))
        .replace("{why}", ", ".join(map(reason_word, a.reasons)))
        for a in missing
    ]
    heading = translate("Search", "Not everything is analysed yet:")
    return "\n\n" + "\n".join([heading, *lines])
