<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>FacePreview</name>
    <message>
        <source>{name} · quality {quality} · detector {score} · sharpness {sharpness} · {side} px</source>
        <translation>{name} · Qualität {quality} · Detektor {score} · Schärfe {sharpness} · {side} px</translation>
    </message>
    <message>
        <source>The exact picture could not be decoded; this is the stored crop.</source>
        <translation>Das exakte Bild ließ sich nicht dekodieren; dies ist der gespeicherte Ausschnitt.</translation>
    </message>
    <message>
        <source>Exact: decoded from the sealed original.</source>
        <translation>Exakt: aus dem versiegelten Original dekodiert.</translation>
    </message>
    <message>
        <source>Stored crop of a faster, inexact decoding; the exact picture is being decoded…</source>
        <translation>Ausschnitt aus einer schnelleren, ungenauen Dekodierung; das exakte Bild wird dekodiert …</translation>
    </message>
    <message>
        <source>Stored crop; the exact picture is being decoded…</source>
        <translation>Gespeicherter Ausschnitt; das exakte Bild wird dekodiert …</translation>
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
        <translation>Als neue Person herauslösen</translation>
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
        <source>New Person…</source>
        <translation>Neue Person …</translation>
    </message>
    <message>
        <source>Find Similar Faces</source>
        <translation>Ähnliche Gesichter suchen</translation>
    </message>
    <message>
        <source>Sort by Similarity</source>
        <translation>Nach Ähnlichkeit sortieren</translation>
    </message>
    <message>
        <source>Select a face first; the others are then sorted by similarity to it.</source>
        <translation>Wählen Sie zuerst ein Gesicht; die anderen werden nach Ähnlichkeit dazu sortiert.</translation>
    </message>
    <message>
        <source>This case is open elsewhere and is read-only here.</source>
        <translation>Dieser Fall ist anderswo geöffnet und hier schreibgeschützt.</translation>
    </message>
    <message>
        <source>Similar to {name}</source>
        <translation>Ähnlich wie {name}</translation>
    </message>
    <message>
        <source>Loading faces… In a large case this takes minutes the first time. You can go on working meanwhile.</source>
        <translation>Gesichter werden geladen … In einem großen Fall dauert das beim ersten Mal einige Minuten. Sie können inzwischen weiterarbeiten.</translation>
    </message>
    <message>
        <source>No face matches. Choose another filter above.</source>
        <translation>Kein Gesicht passt. Wählen Sie oben einen anderen Filter.</translation>
    </message>
    <message>
        <source>No faces yet. Analyse the evidence; faces appear here as soon as they are found.</source>
        <translation>Noch keine Gesichter. Analysieren Sie die Beweismittel; gefundene Gesichter erscheinen hier sofort.</translation>
    </message>
    <message>
        <source>inexact: from a faster decoding</source>
        <translation>ungenau: aus schnellerer Dekodierung</translation>
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
        <source>Unassigned: seen once</source>
        <translation>Nicht zugeordnet: einmal gesehen</translation>
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
        <translation>{name} · Qualität {quality} · Schärfe {sharpness} · {side} px</translation>
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
        <source>Any quality</source>
        <translation>Jede Qualität</translation>
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
        <source>Unassigned</source>
        <translation>Nicht zugeordnet</translation>
    </message>
    <message>
        <source>Most similar to the selected</source>
        <translation>Dem ausgewählten am ähnlichsten</translation>
    </message>
    <message>
        <source>Minimum quality</source>
        <translation>Mindestqualität</translation>
    </message>
    <message>
        <source>Only faces that belong to no person and have no name</source>
        <translation>Nur Gesichter ohne Person und ohne Namen</translation>
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
