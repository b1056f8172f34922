<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Board</name>
    <message>
        <source>Item</source>
        <translation>Beweismittel</translation>
    </message>
    <message>
        <source>Timeline of the item</source>
        <translation>Zeitachse des Beweismittels</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Fall</translation>
    </message>
    <message>
        <source>Timeline of the whole case</source>
        <translation>Zeitachse des ganzen Falls</translation>
    </message>
    <message>
        <source>Clocks …</source>
        <translation>Uhren …</translation>
    </message>
    <message>
        <source>Clocks of the sources</source>
        <translation>Uhren der Quellen</translation>
    </message>
    <message>
        <source>Zoom out (−)</source>
        <translation>Verkleinern (−)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>Vergrößern (+)</translation>
    </message>
    <message>
        <source>Show everything (0)</source>
        <translation>Alles zeigen (0)</translation>
    </message>
    <message>
        <source>Zoom to the selection (Z)</source>
        <translation>Auswahl zeigen (Z)</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Wheel: zoom at the pointer. Shift and wheel, arrow keys: move. Up and down: lanes. Ctrl and arrows: next event, move lane. Backspace: fold lane. Enter: open.</source>
        <translation>Mausrad: am Zeiger vergrößern. Umschalttaste und Mausrad, Pfeiltasten: verschieben. Auf und ab: Spuren. Strg und Pfeile: nächstes Ereignis, Spur verschieben. Rücktaste: Spur einklappen. Eingabe: öffnen.</translation>
    </message>
    <message>
        <source>Items without a time of recording</source>
        <translation>Beweismittel ohne Aufnahmezeit</translation>
    </message>
    <message>
        <source>Without time: {count}</source>
        <translation>Ohne Zeit: {count}</translation>
    </message>
    <message>
        <source>Items whose files do not state when they were recorded</source>
        <translation>Beweismittel, deren Dateien keine Aufnahmezeit angeben</translation>
    </message>
</context>
<context>
    <name>ClockDialog</name>
    <message>
        <source>Clocks of the sources</source>
        <translation>Uhren der Quellen</translation>
    </message>
    <message>
        <source>The time in a file is what its device&apos;s clock said. If you know how far that clock was off, say so here. The file and the time it states are never changed.</source>
        <translation>Die Zeit in einer Datei ist die, welche die Uhr des Geräts anzeigte. Wenn Sie wissen, wie weit diese Uhr falsch ging, halten Sie es hier fest. Die Datei und die Zeit, die sie angibt, werden nie geändert.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>First time in the files</source>
        <translation>Erste Zeit in den Dateien</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>Korrektur</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>Unsicherheit</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Begründung</translation>
    </message>
    <message>
        <source>Sources and their clocks</source>
        <translation>Quellen und ihre Uhren</translation>
    </message>
    <message>
        <source>&amp;Correction</source>
        <translation>&amp;Korrektur</translation>
    </message>
    <message>
        <source>Such as +1:00:00 or -2d 0:00:30: added to the time in the file</source>
        <translation>Etwa +1:00:00 oder -2d 0:00:30: wird zur Zeit in der Datei addiert</translation>
    </message>
    <message>
        <source>&amp;Uncertainty</source>
        <translation>&amp;Unsicherheit</translation>
    </message>
    <message>
        <source>Such as 0:00:30: the true time is within this, either way</source>
        <translation>Etwa 0:00:30: so weit kann die wahre Zeit davor oder danach liegen</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Begründung</translation>
    </message>
    <message>
        <source>How you know, for whoever reads it later</source>
        <translation>Woher Sie das wissen, für alle, die es später lesen</translation>
    </message>
    <message>
        <source>Set clock</source>
        <translation>Uhr stellen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The case is open for reading only: clocks can be looked at, not set.</source>
        <translation>Der Fall ist nur zum Lesen geöffnet: Uhren können angesehen, aber nicht gestellt werden.</translation>
    </message>
    <message>
        <source>No file of this case states when it was recorded.</source>
        <translation>Keine Datei dieses Falls gibt an, wann sie aufgenommen wurde.</translation>
    </message>
    <message>
        <source>Type times as hours:minutes:seconds, with days as in 2d 0:00:00 before them.</source>
        <translation>Geben Sie Zeiten als Stunden:Minuten:Sekunden ein, Tage davor wie in 2d 0:00:00.</translation>
    </message>
</context>
<context>
    <name>ClockSetting</name>
    <message>
        <source>Set clock</source>
        <translation>Uhr stellen</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Person {number}</source>
        <translation>Person {number}</translation>
    </message>
    <message>
        <source>Voice {number}</source>
        <translation>Stimme {number}</translation>
    </message>
    <message>
        <source>Unknown voice</source>
        <translation>Unbekannte Stimme</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>Kameraeinstellungen</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Text in the picture</source>
        <translation>Text im Bild</translation>
    </message>
    <message>
        <source>Other objects</source>
        <translation>Weitere Objekte</translation>
    </message>
    <message>
        <source>Other sounds</source>
        <translation>Weitere Geräusche</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Abdeckung</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>{begin} to {end} ({length})</source>
        <translation>{begin} bis {end} ({length})</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>zweifelhaft</translation>
    </message>
    <message>
        <source>analysed</source>
        <translation>ausgewertet</translation>
    </message>
    <message>
        <source>only looked at in passing so far: {stages}</source>
        <translation>bisher nur überflogen: {stages}</translation>
    </message>
    <message>
        <source>not analysed yet: {stages}</source>
        <translation>noch nicht ausgewertet: {stages}</translation>
    </message>
    <message>
        <source>failed ({code}): {stages}</source>
        <translation>gescheitert ({code}): {stages}</translation>
    </message>
    <message>
        <source>in the file: {time}</source>
        <translation>in der Datei: {time}</translation>
    </message>
    <message>
        <source>stated</source>
        <translation>angegeben</translation>
    </message>
    <message>
        <source>UTC assumed</source>
        <translation>UTC angenommen</translation>
    </message>
    <message>
        <source>clock set</source>
        <translation>Uhr gestellt</translation>
    </message>
    <message>
        <source>time zone stated in the file</source>
        <translation>Zeitzone in der Datei angegeben</translation>
    </message>
    <message>
        <source>time zone not stated, UTC assumed</source>
        <translation>Zeitzone nicht angegeben, UTC angenommen</translation>
    </message>
    <message>
        <source>clock set by a person</source>
        <translation>Uhr von einer Person gestellt</translation>
    </message>
</context>
<context>
    <name>TimelinePanel</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Timeline: zoom in</source>
        <translation>Zeitachse: vergrößern</translation>
    </message>
    <message>
        <source>Timeline: zoom out</source>
        <translation>Zeitachse: verkleinern</translation>
    </message>
    <message>
        <source>Timeline: show everything</source>
        <translation>Zeitachse: alles zeigen</translation>
    </message>
    <message>
        <source>Timeline: zoom to the selection</source>
        <translation>Zeitachse: Auswahl zeigen</translation>
    </message>
    <message>
        <source>Timeline: item or whole case</source>
        <translation>Zeitachse: Beweismittel oder ganzer Fall</translation>
    </message>
    <message>
        <source>Clocks of the sources …</source>
        <translation>Uhren der Quellen …</translation>
    </message>
    <message>
        <source>Open a case to see its timeline.</source>
        <translation>Öffnen Sie einen Fall, um seine Zeitachse zu sehen.</translation>
    </message>
    <message>
        <source>No file of this case states when it was recorded, so there is no common time.</source>
        <translation>Keine Datei dieses Falls gibt an, wann sie aufgenommen wurde; daher gibt es keine gemeinsame Zeit.</translation>
    </message>
    <message>
        <source>Choose an item in the list of evidence to see what was found in it, and when. Ctrl+Shift+L shows the whole case.</source>
        <translation>Wählen Sie in der Liste der Beweismittel eines aus, um zu sehen, was darin gefunden wurde und wann. Strg+Umschalt+L zeigt den ganzen Fall.</translation>
    </message>
    <message>
        <source>A photo has no course of time. The timeline of the case shows when it was taken.</source>
        <translation>Ein Foto hat keinen zeitlichen Verlauf. Die Zeitachse des Falls zeigt, wann es aufgenommen wurde.</translation>
    </message>
    <message>
        <source>Nothing was found in this item yet. Analyse it, and its lanes appear here.</source>
        <translation>In diesem Beweismittel wurde noch nichts gefunden. Werten Sie es aus, dann erscheinen hier seine Spuren.</translation>
    </message>
    <message>
        <source>Unfold lane</source>
        <translation>Spur ausklappen</translation>
    </message>
    <message>
        <source>Fold lane</source>
        <translation>Spur einklappen</translation>
    </message>
    <message>
        <source>Move lane up</source>
        <translation>Spur nach oben</translation>
    </message>
    <message>
        <source>Move lane down</source>
        <translation>Spur nach unten</translation>
    </message>
</context>
</TS>
