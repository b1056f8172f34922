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
        <translation>Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Play or Pause from Any Panel</source>
        <translation>Abspielen oder anhalten, aus jedem Bereich</translation>
    </message>
    <message>
        <source>Backwards, Each Time Faster</source>
        <translation>Rückwärts, jedes Mal schneller</translation>
    </message>
    <message>
        <source>Stop Running</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Forwards, Each Time Faster</source>
        <translation>Vorwärts, jedes Mal schneller</translation>
    </message>
    <message>
        <source>One Picture Back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>One Picture on</source>
        <translation>Ein Bild weiter</translation>
    </message>
    <message>
        <source>One Second Back</source>
        <translation>Eine Sekunde zurück</translation>
    </message>
    <message>
        <source>One Second on</source>
        <translation>Eine Sekunde weiter</translation>
    </message>
    <message>
        <source>Ten Seconds Back</source>
        <translation>Zehn Sekunden zurück</translation>
    </message>
    <message>
        <source>Ten Seconds on</source>
        <translation>Zehn Sekunden weiter</translation>
    </message>
    <message>
        <source>To the Cut Before</source>
        <translation>Zum Schnitt davor</translation>
    </message>
    <message>
        <source>To the Next Cut</source>
        <translation>Zum nächsten Schnitt</translation>
    </message>
    <message>
        <source>To the Start</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>To the End</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>Type a Time</source>
        <translation>Zeit eingeben</translation>
    </message>
    <message>
        <source>Mark the Start Here</source>
        <translation>Anfang hier markieren</translation>
    </message>
    <message>
        <source>Mark the End Here</source>
        <translation>Ende hier markieren</translation>
    </message>
    <message>
        <source>Go to the Marked Start</source>
        <translation>Zum markierten Anfang</translation>
    </message>
    <message>
        <source>Go to the Marked End</source>
        <translation>Zum markierten Ende</translation>
    </message>
    <message>
        <source>Clear the Marks</source>
        <translation>Markierungen löschen</translation>
    </message>
    <message>
        <source>Repeat the Marked Stretch</source>
        <translation>Markierte Strecke wiederholen</translation>
    </message>
    <message>
        <source>At its Own Speed</source>
        <translation>In eigener Geschwindigkeit</translation>
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
        <source>Fit the Picture</source>
        <translation>Bild einpassen</translation>
    </message>
    <message>
        <source>One Pixel to a Pixel</source>
        <translation>Originalgröße (1:1)</translation>
    </message>
    <message>
        <source>Move Left in the Picture</source>
        <translation>Im Bild nach links</translation>
    </message>
    <message>
        <source>Move Right in the Picture</source>
        <translation>Im Bild nach rechts</translation>
    </message>
    <message>
        <source>Move Up in the Picture</source>
        <translation>Im Bild nach oben</translation>
    </message>
    <message>
        <source>Move Down in the Picture</source>
        <translation>Im Bild nach unten</translation>
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
        <translation>Gegenstände zeigen</translation>
    </message>
    <message>
        <source>Show Text on the Screen</source>
        <translation>Schrift im Bild zeigen</translation>
    </message>
    <message>
        <source>Export This Picture…</source>
        <translation>Dieses Bild exportieren…</translation>
    </message>
    <message>
        <source>Times with Numbers of Pictures</source>
        <translation>Zeiten mit Bildnummern</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Reduce</source>
        <translation>Verkleinern</translation>
    </message>
</context>
<context>
    <name>PlayerPanel</name>
    <message>
        <source>Player</source>
        <translation>Wiedergabe</translation>
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
        <source>Nothing is chosen. Choose an item in the list of evidence to see and hear it here.</source>
        <translation>Nichts ausgewählt. Wählen Sie ein Beweismittel in der Liste, um es hier zu sehen und zu hören.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
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
        <source>Export this picture</source>
        <translation>Dieses Bild exportieren</translation>
    </message>
    <message>
        <source>The picture will lie there unencrypted, for everybody to read. Its origin is written beside it, and its hash into the custody log.</source>
        <translation>Das Bild liegt dort unverschlüsselt und für jeden lesbar. Seine Herkunft wird daneben geschrieben, seine Prüfsumme in das Protokoll der Beweismittelkette.</translation>
    </message>
    <message>
        <source>Exported to {path}, with its origin beside it. SHA-256 {hash}</source>
        <translation>Exportiert nach {path}, mit der Herkunft daneben. SHA-256 {hash}</translation>
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
        <source>Time; type one and press Return. 90, 1:30, 0:01:30.500, 0:01:30+12</source>
        <translation>Zeit; zum Springen eingeben und Eingabetaste drücken. 90, 1:30, 0:01:30.500, 0:01:30+12</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Lautstärke</translation>
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
        <source>What is drawn over the picture</source>
        <translation>Was über das Bild gezeichnet wird</translation>
    </message>
    <message>
        <source>More, and all keys</source>
        <translation>Mehr, und alle Tasten</translation>
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
</TS>
