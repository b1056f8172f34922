<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Overlays</name>
    <message>
        <source>Person {number}</source>
        <translation>Person {number}</translation>
    </message>
</context>
<context>
    <name>PlayerCommands</name>
    <message>
        <source>Slower</source>
        <translation>Langsamer</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>Play or Pause</source>
        <translation>Wiedergabe oder Pause</translation>
    </message>
    <message>
        <source>Play or Pause from Any Panel</source>
        <translation>Wiedergabe oder Pause aus jedem Bereich</translation>
    </message>
    <message>
        <source>One Second Back</source>
        <translation>Eine Sekunde zurück</translation>
    </message>
    <message>
        <source>Ten Seconds Back</source>
        <translation>Zehn Sekunden zurück</translation>
    </message>
    <message>
        <source>Rewind (Press Again: Faster)</source>
        <translation>Rückwärts (nochmals: schneller)</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Fast Forward (Press Again: Faster)</source>
        <translation>Vorwärts (nochmals: schneller)</translation>
    </message>
    <message>
        <source>Previous Frame</source>
        <translation>Vorheriges Einzelbild</translation>
    </message>
    <message>
        <source>Next Frame</source>
        <translation>Nächstes Einzelbild</translation>
    </message>
    <message>
        <source>One Second Forward</source>
        <translation>Eine Sekunde vor</translation>
    </message>
    <message>
        <source>Ten Seconds Forward</source>
        <translation>Zehn Sekunden vor</translation>
    </message>
    <message>
        <source>Previous Cut</source>
        <translation>Vorheriger Schnitt</translation>
    </message>
    <message>
        <source>Next Cut</source>
        <translation>Nächster Schnitt</translation>
    </message>
    <message>
        <source>Go to Start</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>Go to End</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>Go to Time…</source>
        <translation>Zu Zeitpunkt springen …</translation>
    </message>
    <message>
        <source>Mark In Here</source>
        <translation>Anfang hier markieren</translation>
    </message>
    <message>
        <source>Mark Out Here</source>
        <translation>Ende hier markieren</translation>
    </message>
    <message>
        <source>Go to Mark In</source>
        <translation>Zum markierten Anfang</translation>
    </message>
    <message>
        <source>Go to Mark Out</source>
        <translation>Zum markierten Ende</translation>
    </message>
    <message>
        <source>Clear Marks</source>
        <translation>Markierungen entfernen</translation>
    </message>
    <message>
        <source>Loop Marked Segment</source>
        <translation>Markierten Abschnitt wiederholen</translation>
    </message>
    <message>
        <source>Normal Speed</source>
        <translation>Normale Geschwindigkeit</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Louder</source>
        <translation>Lauter</translation>
    </message>
    <message>
        <source>Quieter</source>
        <translation>Leiser</translation>
    </message>
    <message>
        <source>Next Sound Track</source>
        <translation>Nächste Tonspur</translation>
    </message>
    <message>
        <source>Fit to Window</source>
        <translation>An Fenster anpassen</translation>
    </message>
    <message>
        <source>Actual Size (1:1)</source>
        <translation>Originalgröße (1:1)</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Pan Left</source>
        <translation>Ausschnitt nach links</translation>
    </message>
    <message>
        <source>Pan Right</source>
        <translation>Ausschnitt nach rechts</translation>
    </message>
    <message>
        <source>Pan Up</source>
        <translation>Ausschnitt nach oben</translation>
    </message>
    <message>
        <source>Pan Down</source>
        <translation>Ausschnitt nach unten</translation>
    </message>
    <message>
        <source>Show Text in the Picture</source>
        <translation>Text im Bild zeigen</translation>
    </message>
    <message>
        <source>Export Frame…</source>
        <translation>Einzelbild exportieren …</translation>
    </message>
    <message>
        <source>Show Frame Numbers</source>
        <translation>Bildnummern zeigen</translation>
    </message>
    <message>
        <source>Full Screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Show Faces</source>
        <translation>Gesichter zeigen</translation>
    </message>
    <message>
        <source>Show Objects</source>
        <translation>Objekte zeigen</translation>
    </message>
</context>
<context>
    <name>PlayerPanel</name>
    <message>
        <source>Player</source>
        <translation>Player</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Time in the item</source>
        <translation>Zeit im Beweismittel</translation>
    </message>
    <message>
        <source>Opening …</source>
        <translation>Wird geöffnet …</translation>
    </message>
    <message>
        <source>No item selected. Choose one in the list of evidence to play it here.</source>
        <translation>Kein Beweismittel ausgewählt. Wählen Sie eines in der Liste, um es hier wiederzugeben.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>The sound cannot be played: {reason}</source>
        <translation>Der Ton kann nicht abgespielt werden: {reason}</translation>
    </message>
    <message>
        <source>Opening again …</source>
        <translation>Wird erneut geöffnet …</translation>
    </message>
</context>
<context>
    <name>StillExport</name>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Bilder (*.png)</translation>
    </message>
    <message>
        <source>Export Frame</source>
        <translation>Einzelbild exportieren</translation>
    </message>
    <message>
        <source>Its origin is saved beside it.</source>
        <translation>Seine Herkunft wird daneben gespeichert.</translation>
    </message>
    <message>
        <source>Exported to {path}, with a file about its origin. SHA-256 {hash}</source>
        <translation>Exportiert nach {path}, mit einer Datei zur Herkunft. SHA-256 {hash}</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Track {number}</source>
        <translation>Tonspur {number}</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Time; type a time and press Enter. 90, 1:30, 0:01:30.500, 0:01:30+12</source>
        <translation>Zeit; eingeben und Eingabetaste drücken. 90, 1:30, 0:01:30.500, 0:01:30+12</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Overlays</source>
        <translation>Einblendungen</translation>
    </message>
    <message>
        <source>More, with all keys</source>
        <translation>Mehr, mit allen Tasten</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Sound track</source>
        <translation>Tonspur</translation>
    </message>
    <message>
        <source>unknown language</source>
        <translation>unbekannte Sprache</translation>
    </message>
    <message>
        <source>Track {number}: {language}, channels: {channels}</source>
        <translation>Tonspur {number}: {language}, Kanäle: {channels}</translation>
    </message>
</context>
<context>
    <name>UnreadBar</name>
    <message>
        <source>Damaged or missing: {begin} to {end}</source>
        <translation>Beschädigt oder fehlend: {begin} bis {end}</translation>
    </message>
    <message>
        <source>{count} stretches damaged or missing, {length} in all</source>
        <translation>{count} Abschnitte beschädigt oder fehlend, zusammen {length}</translation>
    </message>
</context>
</TS>
