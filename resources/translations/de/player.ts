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
        <source>Play or pause</source>
        <translation>Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Backwards, each time faster</source>
        <translation>Rückwärts, jedes Mal schneller</translation>
    </message>
    <message>
        <source>Stop running</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Forwards, each time faster</source>
        <translation>Vorwärts, jedes Mal schneller</translation>
    </message>
    <message>
        <source>One picture back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>One picture on</source>
        <translation>Ein Bild weiter</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>Eine Sekunde zurück</translation>
    </message>
    <message>
        <source>One second on</source>
        <translation>Eine Sekunde weiter</translation>
    </message>
    <message>
        <source>Ten seconds back</source>
        <translation>Zehn Sekunden zurück</translation>
    </message>
    <message>
        <source>Ten seconds on</source>
        <translation>Zehn Sekunden weiter</translation>
    </message>
    <message>
        <source>To the cut before</source>
        <translation>Zum Schnitt davor</translation>
    </message>
    <message>
        <source>To the next cut</source>
        <translation>Zum nächsten Schnitt</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>Type a time</source>
        <translation>Zeit eingeben</translation>
    </message>
    <message>
        <source>Mark the start here</source>
        <translation>Anfang hier markieren</translation>
    </message>
    <message>
        <source>Mark the end here</source>
        <translation>Ende hier markieren</translation>
    </message>
    <message>
        <source>Go to the marked start</source>
        <translation>Zum markierten Anfang</translation>
    </message>
    <message>
        <source>Go to the marked end</source>
        <translation>Zum markierten Ende</translation>
    </message>
    <message>
        <source>Clear the marks</source>
        <translation>Markierungen löschen</translation>
    </message>
    <message>
        <source>Repeat the marked stretch</source>
        <translation>Markierte Strecke wiederholen</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Langsamer</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>At its own speed</source>
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
        <source>Next sound track</source>
        <translation>Nächste Tonspur</translation>
    </message>
    <message>
        <source>Fit the picture</source>
        <translation>Bild einpassen</translation>
    </message>
    <message>
        <source>One pixel to a pixel</source>
        <translation>Originalgröße (1:1)</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Reduce</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Move left in the picture</source>
        <translation>Im Bild nach links</translation>
    </message>
    <message>
        <source>Move right in the picture</source>
        <translation>Im Bild nach rechts</translation>
    </message>
    <message>
        <source>Move up in the picture</source>
        <translation>Im Bild nach oben</translation>
    </message>
    <message>
        <source>Move down in the picture</source>
        <translation>Im Bild nach unten</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Show faces</source>
        <translation>Gesichter zeigen</translation>
    </message>
    <message>
        <source>Show objects</source>
        <translation>Gegenstände zeigen</translation>
    </message>
    <message>
        <source>Show text on the screen</source>
        <translation>Schrift im Bild zeigen</translation>
    </message>
    <message>
        <source>Export this picture …</source>
        <translation>Dieses Bild exportieren …</translation>
    </message>
    <message>
        <source>Times with numbers of pictures</source>
        <translation>Zeiten mit Bildnummern</translation>
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
        <source>Export the picture – the file will be plain, readable for everybody</source>
        <translation>Bild exportieren – die Datei ist unverschlüsselt und für jeden lesbar</translation>
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
