<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>FacePreview</name>
    <message>
        <source>{name} · quality {quality} · detector {score} · sharpness {sharpness} · {side} px</source>
        <translation>{name} · Güte {quality} · Detektor {score} · Schärfe {sharpness} · {side} px</translation>
    </message>
    <message>
        <source>The exact picture could not be decoded; this is the stored crop.</source>
        <translation>Das exakte Bild ließ sich nicht dekodieren; dies ist der gespeicherte Ausschnitt.</translation>
    </message>
    <message>
        <source>Exact: decoded anew from the sealed original.</source>
        <translation>Exakt: aus dem versiegelten Original neu dekodiert.</translation>
    </message>
    <message>
        <source>Stored crop; the exact picture is being decoded…</source>
        <translation>Gespeicherter Ausschnitt; das exakte Bild wird dekodiert …</translation>
    </message>
    <message>
        <source>Stored crop of a faster, not exact decoding; the exact picture is being decoded…</source>
        <translation>Ausschnitt aus einer schnelleren, nicht exakten Dekodierung; das exakte Bild wird dekodiert …</translation>
    </message>
</context>
<context>
    <name>FacesPanel</name>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Merge People…</source>
        <translation>Personen zusammenführen …</translation>
    </message>
    <message>
        <source>Split Off as a New Person</source>
        <translation>Als neue Person abtrennen</translation>
    </message>
    <message>
        <source>Move to…</source>
        <translation>Verschieben zu …</translation>
    </message>
    <message>
        <source>Not This Person</source>
        <translation>Nicht diese Person</translation>
    </message>
    <message>
        <source>Name the Person…</source>
        <translation>Person benennen …</translation>
    </message>
    <message>
        <source>New Subject…</source>
        <translation>Neue Person …</translation>
    </message>
    <message>
        <source>Find Faces Like This</source>
        <translation>Ähnliche Gesichter suchen</translation>
    </message>
    <message>
        <source>Sort by Likeness</source>
        <translation>Nach Ähnlichkeit ordnen</translation>
    </message>
    <message>
        <source>Only This Person</source>
        <translation>Nur diese Person</translation>
    </message>
    <message>
        <source>Larger Pictures</source>
        <translation>Größere Bilder</translation>
    </message>
    <message>
        <source>Smaller Pictures</source>
        <translation>Kleinere Bilder</translation>
    </message>
    <message>
        <source>Grid of faces</source>
        <translation>Raster der Gesichter</translation>
    </message>
    <message>
        <source>Select a face first; the others are then sorted by likeness.</source>
        <translation>Wählen Sie erst ein Gesicht; die anderen werden dann nach Ähnlichkeit geordnet.</translation>
    </message>
    <message>
        <source>This case is open elsewhere and can only be looked at.</source>
        <translation>Dieser Fall ist anderswo geöffnet und kann nur angesehen werden.</translation>
    </message>
    <message>
        <source>Like {name}</source>
        <translation>Wie {name}</translation>
    </message>
    <message>
        <source>Unassigned: seen once</source>
        <translation>Nicht zugeordnet: einmal gesehen</translation>
    </message>
    <message>
        <source>Reading the faces… In a large case this takes minutes the first time; everything else can be used meanwhile.</source>
        <translation>Die Gesichter werden gelesen … In einem großen Fall dauert das beim ersten Mal Minuten; alles andere kann inzwischen benutzt werden.</translation>
    </message>
    <message>
        <source>No face is like that. Choose another filter above.</source>
        <translation>Kein Gesicht entspricht dem. Wählen Sie oben einen anderen Filter.</translation>
    </message>
    <message>
        <source>No faces yet. Analyse the evidence, and everybody who appears is shown here as soon as found.</source>
        <translation>Noch keine Gesichter. Analysieren Sie die Beweismittel; wer darin vorkommt, erscheint hier, sobald er gefunden ist.</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n Gesicht</numerusform>
            <numerusform>%n Gesichter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} · quality {quality} · sharpness {sharpness} · {side} px</source>
        <translation>{name} · Güte {quality} · Schärfe {sharpness} · {side} px</translation>
    </message>
    <message>
        <source>not exact: from a faster decoding</source>
        <translation>nicht exakt: aus schnellerer Dekodierung</translation>
    </message>
</context>
<context>
    <name>GridBar</name>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n Person</numerusform>
            <numerusform>%n Personen</numerusform>
        </translation>
    </message>
    <message>
        <source>By person</source>
        <translation>Nach Person</translation>
    </message>
    <message>
        <source>Clearest first</source>
        <translation>Deutlichste zuerst</translation>
    </message>
    <message>
        <source>By item and time</source>
        <translation>Nach Beweismittel und Zeit</translation>
    </message>
    <message>
        <source>Most like the selected</source>
        <translation>Dem gewählten ähnlich</translation>
    </message>
    <message>
        <source>Any quality</source>
        <translation>Jede Güte</translation>
    </message>
    <message>
        <source>Fair or better</source>
        <translation>Mittel oder besser</translation>
    </message>
    <message>
        <source>Good only</source>
        <translation>Nur gute</translation>
    </message>
    <message>
        <source>Order of the faces</source>
        <translation>Reihenfolge der Gesichter</translation>
    </message>
    <message>
        <source>Least quality</source>
        <translation>Mindestgüte</translation>
    </message>
    <message>
        <source>Unassigned</source>
        <translation>Nicht zugeordnet</translation>
    </message>
    <message>
        <source>Only faces that are with nobody and have no name</source>
        <translation>Nur Gesichter, die zu niemandem gehören und keinen Namen haben</translation>
    </message>
    <message>
        <source>This item</source>
        <translation>Dieses Beweismittel</translation>
    </message>
    <message>
        <source>Only faces of the item that is open in the player</source>
        <translation>Nur Gesichter des Beweismittels, das im Player offen ist</translation>
    </message>
    <message>
        <source>Show everybody again</source>
        <translation>Wieder alle zeigen</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>Größe der Bilder</translation>
    </message>
    <message>
        <source>Size of the pictures (Ctrl and + or -)</source>
        <translation>Größe der Bilder (Strg und + oder -)</translation>
    </message>
</context>
</TS>
