<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>FaceActions</name>
    <message>
        <source>Merge</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>Who is the same person as {name}?</source>
        <translation>Wer ist dieselbe Person wie {name}?</translation>
    </message>
    <message>
        <source>Merge people</source>
        <translation>Personen zusammenführen</translation>
    </message>
    <message>
        <source>Split off faces</source>
        <translation>Gesichter abtrennen</translation>
    </message>
    <message>
        <source>These faces are a person of their own already.</source>
        <translation>Diese Gesichter sind bereits eine eigene Person.</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message numerus="yes">
        <source>To whom do %n face(s) belong?</source>
        <translation>
            <numerusform>Zu wem gehört %n Gesicht?</numerusform>
            <numerusform>Zu wem gehören %n Gesichter?</numerusform>
        </translation>
    </message>
    <message>
        <source>Move faces</source>
        <translation>Gesichter verschieben</translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation>Nicht diese Person</translation>
    </message>
    <message>
        <source>Somebody named this person already. Answer without seeing the name: Verify Names…</source>
        <translation>Diese Person wurde bereits von jemandem benannt. Antworten Sie, ohne den Namen zu sehen: Namen bestätigen …</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Who is {name}?</source>
        <translation>Wer ist {name}?</translation>
    </message>
    <message>
        <source>Name a person</source>
        <translation>Person benennen</translation>
    </message>
    <message numerus="yes">
        <source>Who is on %n face(s)?</source>
        <translation>
            <numerusform>Wen zeigt dieses %n Gesicht?</numerusform>
            <numerusform>Wen zeigen diese %n Gesichter?</numerusform>
        </translation>
    </message>
    <message>
        <source>New subject</source>
        <translation>Neue Person</translation>
    </message>
</context>
<context>
    <name>NameWords</name>
    <message>
        <source>Person {number}</source>
        <translation>Person {number}</translation>
    </message>
    <message>
        <source>Voice {number}</source>
        <translation>Stimme {number}</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>zu prüfen</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>disputed</source>
        <translation>strittig</translation>
    </message>
    <message>
        <source>named, waits for your answer</source>
        <translation>benannt, wartet auf Ihre Antwort</translation>
    </message>
    <message>
        <source>candidate, waits for somebody else</source>
        <translation>zu prüfen, wartet auf jemand anderen</translation>
    </message>
</context>
<context>
    <name>PersonDialog</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name or number</source>
        <translation>Name oder Nummer</translation>
    </message>
    <message>
        <source>Find by name or number</source>
        <translation>Nach Name oder Nummer suchen</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
</context>
</TS>
