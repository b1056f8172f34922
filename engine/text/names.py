"""Names of persons, by cues: a title, a speaker's introduction, or a common given name.

A modest heuristic with low confidence, and chosen over taggers on purpose: the German tagger at hand
(HanTa) marks proper nouns without telling persons from places and is a pickle, and the English spaCy
model would bring a framework of 100 MB for one of two languages. A name nobody gives a cue for is
missed; the transcript's full text is searchable all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.text.found import Found, Line

_SMALL = r"a-zäöüßéèêáàâíóôúñçğışłśźżåøæ"
_WORD = rf"[A-ZÄÖÜÉÈÇŁŚŞÅØ][{_SMALL}A-Z'’]{{1,20}}(?:-[A-ZÄÖÜ][a-zäöüß]{{1,20}})?"
_LINK = r"(?:(?:von|van|de|der|den|al|bin|ibn|el|di|da) ){0,2}"
_NAME = rf"{_WORD}(?: {_LINK}{_WORD}){{0,2}}"
_TITLED = re.compile(
    r"(?<!\w)(?:Herrn?|Frau|Fräulein|Dr\.|Prof\.|Mr\.?|Mrs\.?|Ms\.?|Miss|Sir|President|Präsident(?:in)?"
    r"|Chancellor|Bundeskanzler(?:in)?|Kanzler(?:in)?|Minister(?:in)?|Secretary|Senator|Governor"
    r"|Captain|Sergeant|Officer|Detective|Inspector|Kommissar(?:in)?|Oberst|Colonel|General) "
    rf"(?:(?:Dr\.|Prof\.) ){{0,2}}(?P<name>{_NAME})"
)
_NAMED = re.compile(
    rf"(?<!\w)(?:[Mm]ein Name ist|[Ii]ch hei(?:ß|ss)e|[Ee]r hei(?:ß|ss)t|[Ss]ie hei(?:ß|ss)t|namens"
    rf"|[Mm]y name is|[Hh]is name is|[Hh]er name is|named|called) (?P<name>{_NAME})"
)
_KNOWN = re.compile(rf"(?<![\w\-])(?P<given>{_WORD})(?: [A-Z]\.)? (?P<family>{_LINK}{_WORD})(?![\w\-])")
_GIVEN_NAMES = """
Aaron Abdul Achim Adam Adrian Ahmad Ahmed Aisha Alex Alexander Alexandra Ali Alice Amir Amy Andrea Andreas
Andrew Angela Anja Anke Ann Anna Anne Anton Antonio Arthur Astrid Barack Barbara Ben Benjamin Bernd
Bernhard Birgit Boris Brian Bruno Carl Carla Carlos Carmen Caroline Charles Charlotte Chris Christian
Christina Christine Christoph Christopher Claudia Clara Craig Daniel Daniela David Dennis Diana Dieter
Dirk Dmitri Donald Doris Dorothea Edward Elena Elif Elisabeth Elizabeth Emil Emily Emma Emre Eric Erik
Erika Eva Fatima Felix Ferdinand Florian Francesca Frank Franz Friedrich Fritz Gabriele George Georg
Gerald Gerd Gerhard Giovanni Gisela Giulia Günter Günther Hans Hannah Harald Hassan Heike Heiko Heinrich
Heinz Helen Helga Helmut Henry Herbert Hermann Holger Horst Hussein Ibrahim Igor Ingrid Irina Isabel Ivan
Jack Jakob James Jan Jana Jane Jennifer Jens Jessica Joachim Joe Johann Johannes John Jonas Jörg Josef
Joseph Juan Julia Julian Jürgen Kai Karen Karin Karl Katharina Kathrin Katrin Kevin Khaled Klaus Konrad
Kurt Lara Lars Laura Lea Lena Leo Leon Linda Lisa Louis Luca Lucas Ludwig Lukas Luis Magdalena Manfred
Manuel Marcel Marco Marcus Margaret Maria Marie Mario Mark Markus Martha Martin Martina Mary Matthew
Matthias Max Maximilian Mehmet Melanie Michael Michaela Michelle Miguel Mohamed Mohammad Mohammed Monika
Moritz Murat Mustafa Nadine Natalia Natasha Nicole Nicolas Niklas Nina Norbert Olaf Oleg Olga Oliver Omar
Oskar Otto Pablo Patricia Patrick Paul Paula Pedro Peter Petra Philip Philipp Pierre Rachel Rainer Ralf
Rebecca Renate Richard Robert Roland Rolf Ronald Rudolf Ruth Sabine Samuel Sandra Sarah Sean Sebastian
Sergei Silke Simon Simone Sofia Sonja Sophie Stefan Stefanie Stephan Stephen Steven Susan Susanne Svetlana
Sven Tanja Thomas Tim Timo Tobias Tom Tony Torsten Ulrich Ulrike Ursula Ute Uwe Vera Veronika Victor
Viktor Vladimir Volker Walter Werner Wilhelm William Wolfgang Yasmin Yusuf
"""
_GIVEN = frozenset(_GIVEN_NAMES.split())
_OTHER_WORDS = """
Herr Frau President Präsident Präsidentin Chancellor Kanzler Kanzlerin Bundeskanzler Bundeskanzlerin Minister
Ministerin Secretary Senator Speaker Chairman Vorsitzender Vorsitzende Richter Richterin Doktor Professor
Professorin Kollege Kollegin Abgeordneter Abgeordnete Statement Street Straße Platz Avenue Road Day
Assembly Secretary
"""
_NOT_NAMES = frozenset(_OTHER_WORDS.split())
_LEAST_SHOUTED = 0.8


def names(line: Line) -> Iterator[Found]:
    """Persons' names after a title or an introduction (0.6), or a common given name with another (0.5)."""
    text = _calmed(line.untrusted_text)
    for pattern in (_TITLED, _NAMED):
        for match in pattern.finditer(text):
            end = _end(text, match.start("name"), match.end("name"))
            if end > match.start("name"):
                yield Found("name", match.start("name"), end, text[match.start("name") : end], 0.6)
    for match in _KNOWN.finditer(text):
        if match["given"] in _GIVEN and match["family"].split()[-1] not in _NOT_NAMES:
            yield Found("name", match.start(), match.end(), match.group(), 0.5)


def _end(text: str, start: int, end: int) -> int:
    """Where the name stops: before the first word that is no part of one."""
    words = text[start:end].split(" ")
    kept = 0
    while (
        kept < len(words)
        and words[kept].removesuffix("s") not in _NOT_NAMES
        and words[kept] not in _NOT_NAMES
    ):
        kept += 1
    return start + len(" ".join(words[:kept]))


def _calmed(text: str) -> str:
    """Text in capitals, as captions are, in title case; of the same length, so that places stay."""
    letters = sum(character.isalpha() for character in text)
    capitals = sum(character.isupper() for character in text)
    titled = text.title()
    return titled if letters and capitals >= _LEAST_SHOUTED * letters and len(titled) == len(text) else text
