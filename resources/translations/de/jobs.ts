<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AnalyseDialog</name>
    <message>
        <source>Analyse</source>
        <translation>Analysieren</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Beweismittel</translation>
    </message>
    <message>
        <source>All items of the case</source>
        <translation>Alle Beweismittel des Falls</translation>
    </message>
    <message>
        <source>Marked items ({count})</source>
        <translation>Markierte Beweismittel ({count})</translation>
    </message>
    <message>
        <source>Preview only (keyframes and photos)</source>
        <translation>Nur Vorschau (Schlüsselbilder und Fotos)</translation>
    </message>
    <message>
        <source>Retry failed segments</source>
        <translation>Fehlgeschlagene Abschnitte erneut versuchen</translation>
    </message>
    <message>
        <source>Checking this computer …</source>
        <translation>Dieser Rechner wird geprüft …</translation>
    </message>
    <message>
        <source>No analysis step is selected.</source>
        <translation>Kein Analyseschritt ist ausgewählt.</translation>
    </message>
    <message>
        <source>Estimating from a sample of the items …</source>
        <translation>Aufwand wird anhand einer Stichprobe geschätzt …</translation>
    </message>
    <message>
        <source>The case is being edited in another window or command. Close it there and reopen the case here to analyse it.</source>
        <translation>Der Fall wird in einem anderen Fenster oder Befehl bearbeitet. Schließen Sie ihn dort und öffnen Sie ihn hier erneut, um ihn zu analysieren.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Arbeitsprozesse</translation>
    </message>
    <message>
        <source>one per core</source>
        <translation>einer je Kern</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Aufwand</translation>
    </message>
    <message>
        <source>Processor, {cores} cores</source>
        <translation>Prozessor, {cores} Kerne</translation>
    </message>
</context>
<context>
    <name>FailedTable</name>
    <message>
        <source>Item</source>
        <translation>Beweismittel</translation>
    </message>
    <message>
        <source>Analysis step</source>
        <translation>Analyseschritt</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Abschnitt</translation>
    </message>
    <message>
        <source>Reason and remedy</source>
        <translation>Ursache und Abhilfe</translation>
    </message>
    <message>
        <source>Nothing has failed.</source>
        <translation>Nichts ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Failed segments</source>
        <translation>Fehlgeschlagene Abschnitte</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>HistoryTable</name>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Beweismittel</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Earlier analyses and imports</source>
        <translation>Frühere Analysen und Importe</translation>
    </message>
    <message>
        <source>Nothing has been analysed yet.</source>
        <translation>Es wurde noch nichts analysiert.</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Analyse…</source>
        <translation>Analysieren …</translation>
    </message>
    <message>
        <source>Continue Analysis</source>
        <translation>Analyse fortsetzen</translation>
    </message>
    <message>
        <source>Stop Analysis</source>
        <translation>Analyse anhalten</translation>
    </message>
    <message>
        <source>Retry Failed Segments</source>
        <translation>Fehlgeschlagene Abschnitte erneut versuchen</translation>
    </message>
    <message>
        <source>The analysis is complete</source>
        <translation>Die Analyse ist abgeschlossen</translation>
    </message>
    <message>
        <source>Duration: {time}.</source>
        <translation>Dauer: {time}.</translation>
    </message>
    <message>
        <source>Failed segments: {count}.</source>
        <translation>Fehlgeschlagene Abschnitte: {count}.</translation>
    </message>
    <message>
        <source>The analysis is incomplete</source>
        <translation>Die Analyse ist unvollständig</translation>
    </message>
    <message>
        <source>Missing segments: {count}.</source>
        <translation>Fehlende Abschnitte: {count}.</translation>
    </message>
    <message>
        <source>The analysis failed</source>
        <translation>Die Analyse ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Open the window for details.</source>
        <translation>Einzelheiten im Fenster.</translation>
    </message>
    <message>
        <source>Analysis steps</source>
        <translation>Analyseschritte</translation>
    </message>
    <message>
        <source>Queued ({count})</source>
        <translation>In Warteschlange ({count})</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>In Warteschlange</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>Analyse</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>abgeschlossen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>unvollständig</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>The analysis of {date} failed.</source>
        <translation>Die Analyse vom {date} ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>The analysis of {date} is incomplete. Choose Continue to retry the rest.</source>
        <translation>Die Analyse vom {date} ist unvollständig. „Fortsetzen“ versucht den Rest erneut.</translation>
    </message>
    <message>
        <source>The analysis of {date} was stopped. Choose Continue to finish it.</source>
        <translation>Die Analyse vom {date} wurde angehalten. „Fortsetzen“ führt sie zu Ende.</translation>
    </message>
    <message>
        <source>The analysis of {date} was interrupted. Finished work is saved; choose Continue to finish it.</source>
        <translation>Die Analyse vom {date} wurde unterbrochen. Fertige Ergebnisse sind gespeichert; „Fortsetzen“ führt sie zu Ende.</translation>
    </message>
    <message>
        <source>whole item</source>
        <translation>ganzes Beweismittel</translation>
    </message>
    <message>
        <source>Failed ({count})</source>
        <translation>Fehlgeschlagen ({count})</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
</context>
<context>
    <name>Quote</name>
    <message>
        <source>About {likely} (between {low} and {high})</source>
        <translation>Etwa {likely} (zwischen {low} und {high})</translation>
    </message>
    <message>
        <source>{count} cannot be read</source>
        <translation>{count} sind nicht lesbar</translation>
    </message>
    <message>
        <source>Items: {items}; film and sound: {time}</source>
        <translation>Beweismittel: {items}; Film und Ton: {time}</translation>
    </message>
    <message>
        <source>Nothing left to do: these analysis steps are complete.</source>
        <translation>Es ist nichts zu tun: Diese Analyseschritte sind abgeschlossen.</translation>
    </message>
    <message>
        <source>{count} of them were not examined; they are estimated from the others</source>
        <translation>{count} davon wurden nicht analysiert; sie sind nach den anderen geschätzt</translation>
    </message>
    <message>
        <source>Workers: {workers}; device: {device}</source>
        <translation>Arbeitsprozesse: {workers}; Gerät: {device}</translation>
    </message>
    <message>
        <source>Based on earlier analyses on this device</source>
        <translation>Auf Grundlage früherer Analysen auf diesem Gerät</translation>
    </message>
    <message>
        <source>Based on default rates; not measured on this device yet</source>
        <translation>Auf Grundlage von Standardwerten; auf diesem Gerät noch nicht gemessen</translation>
    </message>
    <message>
        <source>Time by analysis step:</source>
        <translation>Zeit je Analyseschritt:</translation>
    </message>
</context>
<context>
    <name>StageChoiceTree</name>
    <message>
        <source>Analysis steps</source>
        <translation>Analyseschritte</translation>
    </message>
    <message>
        <source>{stage} (a model pack is missing)</source>
        <translation>{stage} (ein Modellpaket fehlt)</translation>
    </message>
</context>
<context>
    <name>StagesTable</name>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>× real time</source>
        <translation>× Echtzeit</translation>
    </message>
    <message>
        <source>Analysis step</source>
        <translation>Analyseschritt</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Remaining</source>
        <translation>Verbleibend</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>The steps of an analysis appear here while it runs. Choose Analyse… to start one.</source>
        <translation>Hier erscheinen die Analyseschritte, solange eine Analyse läuft. „Analysieren …“ startet eine.</translation>
    </message>
    <message>
        <source>Steps of the running analysis</source>
        <translation>Analyseschritte der laufenden Analyse</translation>
    </message>
</context>
<context>
    <name>StatusView</name>
    <message>
        <source>Analyse…</source>
        <translation>Analysieren …</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Progress of the analysis</source>
        <translation>Fortschritt der Analyse</translation>
    </message>
    <message>
        <source>No analysis is running.</source>
        <translation>Es läuft keine Analyse.</translation>
    </message>
    <message>
        <source>Analysing: {share}</source>
        <translation>Analyse: {share}</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>noch etwa {time}</translation>
    </message>
    <message>
        <source>Starting the analysis …</source>
        <translation>Die Analyse wird gestartet …</translation>
    </message>
    <message>
        <source>Stopping; finished work is kept …</source>
        <translation>Wird angehalten; Fertiges bleibt erhalten …</translation>
    </message>
    <message>
        <source>{rate} × real time</source>
        <translation>{rate} × Echtzeit</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} fehlgeschlagen</translation>
    </message>
    <message>
        <source>running for {time}</source>
        <translation>läuft seit {time}</translation>
    </message>
    <message>
        <source>Workers: {how}</source>
        <translation>Arbeitsprozesse: {how}</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>und {count} weitere</translation>
    </message>
    <message>
        <source>Duration: {time}.</source>
        <translation>Dauer: {time}.</translation>
    </message>
    <message>
        <source>Failed segments: {count}.</source>
        <translation>Fehlgeschlagene Abschnitte: {count}.</translation>
    </message>
    <message>
        <source>Missing segments: {count}.</source>
        <translation>Fehlende Abschnitte: {count}.</translation>
    </message>
    <message>
        <source>The analysis is incomplete.</source>
        <translation>Die Analyse ist unvollständig.</translation>
    </message>
    <message>
        <source>The analysis failed.</source>
        <translation>Die Analyse ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Choose Continue to finish it.</source>
        <translation>„Fortsetzen“ führt sie zu Ende.</translation>
    </message>
    <message>
        <source>The analysis is complete; some segments failed.</source>
        <translation>Die Analyse ist abgeschlossen; einige Abschnitte sind fehlgeschlagen.</translation>
    </message>
    <message>
        <source>The analysis is complete.</source>
        <translation>Die Analyse ist abgeschlossen.</translation>
    </message>
    <message>
        <source>The analysis was stopped.</source>
        <translation>Die Analyse wurde angehalten.</translation>
    </message>
</context>
<context>
    <name>WaitingList</name>
    <message>
        <source>Queued analyses</source>
        <translation>Wartende Analysen</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>items: {count}</source>
        <translation>Beweismittel: {count}</translation>
    </message>
    <message>
        <source>all items</source>
        <translation>alle Beweismittel</translation>
    </message>
    <message>
        <source>all analysis steps</source>
        <translation>alle Analyseschritte</translation>
    </message>
    <message>
        <source>preview only</source>
        <translation>nur Vorschau</translation>
    </message>
    <message>
        <source>failed segments only</source>
        <translation>nur Fehlgeschlagenes</translation>
    </message>
</context>
</TS>
