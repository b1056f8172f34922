<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Exports</name>
    <message>
        <source>This is not encrypted: anyone who has it can read it.</source>
        <translation>Dies ist nicht verschlüsselt: Wer es hat, kann es lesen.</translation>
    </message>
    <message>
        <source>The case log records who exported it and when.</source>
        <translation>Das Protokoll des Falls hält fest, wer es wann exportiert hat.</translation>
    </message>
</context>
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
        <translation>Gesichter herauslösen</translation>
    </message>
    <message>
        <source>These faces already are a separate person.</source>
        <translation>Diese Gesichter sind bereits eine eigene Person.</translation>
    </message>
    <message numerus="yes">
        <source>Which person do %n face(s) belong to?</source>
        <translation>
            <numerusform>Zu wem gehört %n Gesicht?</numerusform>
            <numerusform>Zu wem gehören %n Gesichter?</numerusform>
        </translation>
    </message>
    <message>
        <source>Someone has already named this person. Confirm without seeing the name: Verify Names…</source>
        <translation>Diese Person wurde bereits benannt. Bestätigen Sie, ohne den Namen zu sehen: Namen bestätigen …</translation>
    </message>
    <message numerus="yes">
        <source>Who do %n face(s) show?</source>
        <translation>
            <numerusform>Wen zeigt dieses %n Gesicht?</numerusform>
            <numerusform>Wen zeigen diese %n Gesichter?</numerusform>
        </translation>
    </message>
    <message>
        <source>New person</source>
        <translation>Neue Person</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
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
        <source>unconfirmed</source>
        <translation>unbestätigt</translation>
    </message>
    <message>
        <source>named, waiting for your answer</source>
        <translation>benannt, wartet auf Ihre Antwort</translation>
    </message>
    <message>
        <source>unconfirmed, waiting for a second person</source>
        <translation>unbestätigt, wartet auf eine zweite Person</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>disputed</source>
        <translation>strittig</translation>
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
