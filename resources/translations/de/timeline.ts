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
        <translation>Herauszoomen (−)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>Hineinzoomen (+)</translation>
    </message>
    <message>
        <source>Show everything (0)</source>
        <translation>Alles zeigen (0)</translation>
    </message>
    <message>
        <source>Zoom to the selection (Z)</source>
        <translation>Auf Auswahl zoomen (Z)</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Wheel: zoom at the pointer. Shift+wheel or arrow keys: scroll. Up and down: tracks. Ctrl+arrows: next event, move track. Backspace: collapse track. Enter: open.</source>
        <translation>Mausrad: am Zeiger zoomen. Umschalt+Mausrad oder Pfeiltasten: scrollen. Auf und ab: Spuren. Strg+Pfeile: nächstes Ereignis, Spur verschieben. Rücktaste: Spur einklappen. Eingabetaste: öffnen.</translation>
    </message>
    <message>
        <source>Items without a recording time</source>
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
        <source>The time in a file is what the device&apos;s clock showed. If you know how far that clock was off, enter it here. The file and its recorded time are never changed.</source>
        <translation>Die Zeit in einer Datei ist die, die die Uhr des Geräts anzeigte. Wenn Sie wissen, wie weit diese Uhr falsch ging, tragen Sie es hier ein. Die Datei und ihre Zeitangabe werden nie geändert.</translation>
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
        <source>For example +1:00:00 or -2d 0:00:30; added to the time in the file</source>
        <translation>Zum Beispiel +1:00:00 oder -2d 0:00:30; wird zur Zeit in der Datei addiert</translation>
    </message>
    <message>
        <source>For example 0:00:30; the true time lies within this, before or after</source>
        <translation>Zum Beispiel 0:00:30; so weit kann die wahre Zeit davor oder danach liegen</translation>
    </message>
    <message>
        <source>How you know this, for later readers</source>
        <translation>Woher Sie das wissen, für spätere Leser</translation>
    </message>
    <message>
        <source>The case is read-only: clocks can be viewed but not set.</source>
        <translation>Der Fall ist schreibgeschützt: Uhren können angesehen, aber nicht gestellt werden.</translation>
    </message>
    <message>
        <source>Enter times as hours:minutes:seconds, with days in front as in 2d 0:00:00.</source>
        <translation>Geben Sie Zeiten als Stunden:Minuten:Sekunden ein, Tage davor wie in 2d 0:00:00.</translation>
    </message>
    <message>
        <source>&amp;Uncertainty</source>
        <translation>&amp;Unsicherheit</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Begründung</translation>
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
        <source>No file of this case states when it was recorded.</source>
        <translation>Keine Datei dieses Falls gibt an, wann sie aufgenommen wurde.</translation>
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
        <source>analysed</source>
        <translation>analysiert</translation>
    </message>
    <message>
        <source>failed ({reason}): {stages}</source>
        <translation>fehlgeschlagen ({reason}): {stages}</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>preview only so far: {stages}</source>
        <translation>bisher nur Vorschau: {stages}</translation>
    </message>
    <message>
        <source>not analysed yet: {stages}</source>
        <translation>noch nicht analysiert: {stages}</translation>
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
        <translation>Zeitachse: hineinzoomen</translation>
    </message>
    <message>
        <source>Timeline: zoom out</source>
        <translation>Zeitachse: herauszoomen</translation>
    </message>
    <message>
        <source>Timeline: show everything</source>
        <translation>Zeitachse: alles zeigen</translation>
    </message>
    <message>
        <source>Timeline: zoom to the selection</source>
        <translation>Zeitachse: auf Auswahl zoomen</translation>
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
        <source>Choose an item in the list of evidence to see what was found in it and when. Ctrl+Shift+L shows the whole case.</source>
        <translation>Wählen Sie ein Beweismittel in der Liste, um zu sehen, was darin wann gefunden wurde. Strg+Umschalt+L zeigt den ganzen Fall.</translation>
    </message>
    <message>
        <source>A photo has no duration. The case timeline shows when it was taken.</source>
        <translation>Ein Foto hat keine Dauer. Die Zeitachse des Falls zeigt, wann es aufgenommen wurde.</translation>
    </message>
    <message>
        <source>There are no findings for this item yet. Analyse it to see its tracks here.</source>
        <translation>Zu diesem Beweismittel gibt es noch keine Befunde. Analysieren Sie es, dann erscheinen hier seine Spuren.</translation>
    </message>
    <message>
        <source>Expand track</source>
        <translation>Spur ausklappen</translation>
    </message>
    <message>
        <source>Collapse track</source>
        <translation>Spur einklappen</translation>
    </message>
    <message>
        <source>Move track up</source>
        <translation>Spur nach oben</translation>
    </message>
    <message>
        <source>Move track down</source>
        <translation>Spur nach unten</translation>
    </message>
</context>
</TS>
