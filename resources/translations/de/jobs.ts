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
        <source>A quick look only (keyframes and pictures)</source>
        <translation>Nur ein schneller Blick (Schlüsselbilder und Fotos)</translation>
    </message>
    <message>
        <source>Try stretches again that failed before</source>
        <translation>Fehlgeschlagene Abschnitte erneut versuchen</translation>
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
        <source>What it will cost</source>
        <translation>Was es kosten wird</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Schätzung</translation>
    </message>
    <message>
        <source>Looking at what there is …</source>
        <translation>Es wird nachgesehen, was da ist …</translation>
    </message>
    <message>
        <source>Processor, {cores} cores</source>
        <translation>Prozessor, {cores} Kerne</translation>
    </message>
    <message>
        <source>No stage is chosen.</source>
        <translation>Kein Verfahren ist gewählt.</translation>
    </message>
    <message>
        <source>Estimating; a sample of the items is looked into …</source>
        <translation>Es wird geschätzt; eine Stichprobe der Beweismittel wird angesehen …</translation>
    </message>
    <message>
        <source>The case is open for writing in another window or command. Close it there and open the case again; then it can be analysed here.</source>
        <translation>Der Fall ist in einem anderen Fenster oder Befehl zum Schreiben geöffnet. Schließen Sie ihn dort und öffnen Sie den Fall erneut; dann kann er hier analysiert werden.</translation>
    </message>
</context>
<context>
    <name>FailedTable</name>
    <message>
        <source>Item</source>
        <translation>Beweismittel</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>Abschnitt</translation>
    </message>
    <message>
        <source>What happened, what to do</source>
        <translation>Was geschah, was zu tun ist</translation>
    </message>
    <message>
        <source>Failed stretches</source>
        <translation>Fehlgeschlagene Abschnitte</translation>
    </message>
    <message>
        <source>Nothing has failed.</source>
        <translation>Nichts ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>HistoryTable</name>
    <message>
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Beweismittel</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>Wie es endete</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
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
        <source>Nothing was analysed yet.</source>
        <translation>Noch wurde nichts analysiert.</translation>
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
        <source>Try Failed Stretches Again</source>
        <translation>Fehlgeschlagene Abschnitte erneut versuchen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>units done: {count}</source>
        <translation>Einheiten fertig: {count}</translation>
    </message>
    <message>
        <source>failed: {count}</source>
        <translation>fehlgeschlagen: {count}</translation>
    </message>
    <message>
        <source>The analysis has ended</source>
        <translation>Die Analyse ist beendet</translation>
    </message>
    <message>
        <source>The analysis is incomplete</source>
        <translation>Die Analyse ist unvollständig</translation>
    </message>
    <message>
        <source>missing: {count}</source>
        <translation>fehlend: {count}</translation>
    </message>
    <message>
        <source>The analysis could not go on</source>
        <translation>Die Analyse konnte nicht weitergehen</translation>
    </message>
    <message>
        <source>The window says why.</source>
        <translation>Das Fenster sagt, warum.</translation>
    </message>
    <message>
        <source>The analysis of {date} could not go on.</source>
        <translation>Die Analyse vom {date} konnte nicht weitergehen.</translation>
    </message>
    <message>
        <source>The analysis of {date} is incomplete. Continue tries the rest again.</source>
        <translation>Die Analyse vom {date} ist unvollständig. „Fortsetzen“ versucht den Rest noch einmal.</translation>
    </message>
    <message>
        <source>The analysis of {date} was stopped. Continue does the rest.</source>
        <translation>Die Analyse vom {date} wurde angehalten. „Fortsetzen“ erledigt den Rest.</translation>
    </message>
    <message>
        <source>The analysis of {date} was interrupted. What it had finished is stored; Continue does the rest.</source>
        <translation>Die Analyse vom {date} wurde unterbrochen. Was fertig war, ist gespeichert; „Fortsetzen“ erledigt den Rest.</translation>
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
        <source>ended</source>
        <translation>beendet</translation>
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
        <source>could not go on</source>
        <translation>konnte nicht weitergehen</translation>
    </message>
    <message>
        <source>not ended</source>
        <translation>nicht beendet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>whole item</source>
        <translation>ganzes Beweismittel</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Verfahren</translation>
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
        <source>Waiting ({count})</source>
        <translation>Wartend ({count})</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
</context>
<context>
    <name>Quote</name>
    <message>
        <source>Nothing is left to do: all {count} units of these stages are done already.</source>
        <translation>Es ist nichts zu tun: Alle {count} Einheiten dieser Verfahren sind schon fertig.</translation>
    </message>
    <message>
        <source>About {likely} (between {low} and {high})</source>
        <translation>Etwa {likely} (zwischen {low} und {high})</translation>
    </message>
    <message>
        <source>{units} units to do, {done} done already</source>
        <translation>{units} Einheiten zu tun, {done} schon fertig</translation>
    </message>
    <message>
        <source>{count} of them were not looked into; they are taken to be like the others</source>
        <translation>{count} davon wurden noch nicht angesehen; sie werden wie die anderen gerechnet</translation>
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
        <source>Workers: {workers}; device: {device}</source>
        <translation>Arbeitsprozesse: {workers}; Gerät: {device}</translation>
    </message>
    <message>
        <source>Rates measured on this device in earlier analyses</source>
        <translation>Geschwindigkeiten in früheren Analysen auf diesem Gerät gemessen</translation>
    </message>
    <message>
        <source>Rates as shipped; not measured on this device yet, so it may differ</source>
        <translation>Mitgelieferte Geschwindigkeiten; auf diesem Gerät noch nicht gemessen, es kann abweichen</translation>
    </message>
    <message>
        <source>Where the time goes:</source>
        <translation>Wofür die Zeit gebraucht wird:</translation>
    </message>
    <message>
        <source>and {count} stages more</source>
        <translation>und {count} weitere Verfahren</translation>
    </message>
</context>
<context>
    <name>StageChoiceTree</name>
    <message>
        <source>Stages, with those they build on</source>
        <translation>Verfahren, mit denen, auf die sie bauen</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Anderes</translation>
    </message>
    <message>
        <source>{stage} (a model pack is missing)</source>
        <translation>{stage} (ein Modellpaket fehlt)</translation>
    </message>
</context>
<context>
    <name>StagesTable</name>
    <message>
        <source>Stage</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Einheiten</translation>
    </message>
    <message>
        <source>× real time</source>
        <translation>× Echtzeit</translation>
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
        <source>The stages of an analysis are shown here while it runs. Analyse… starts one.</source>
        <translation>Hier stehen die Verfahren einer Analyse, während sie läuft. „Analysieren …“ startet eine.</translation>
    </message>
    <message>
        <source>Stages of the running analysis</source>
        <translation>Verfahren der laufenden Analyse</translation>
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
        <source>The analysis begins …</source>
        <translation>Die Analyse beginnt …</translation>
    </message>
    <message>
        <source>Stopping; what is finished is kept …</source>
        <translation>Wird angehalten; was fertig ist, bleibt …</translation>
    </message>
    <message>
        <source>No analysis is running.</source>
        <translation>Keine Analyse läuft.</translation>
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
        <source>{done} of {total} units</source>
        <translation>{done} von {total} Einheiten</translation>
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
        <source>units done: {count}</source>
        <translation>Einheiten fertig: {count}</translation>
    </message>
    <message>
        <source>done before: {count}</source>
        <translation>vorher fertig: {count}</translation>
    </message>
    <message>
        <source>failed: {count}</source>
        <translation>fehlgeschlagen: {count}</translation>
    </message>
    <message>
        <source>missing: {count}</source>
        <translation>fehlend: {count}</translation>
    </message>
    <message>
        <source>The analysis is incomplete.</source>
        <translation>Die Analyse ist unvollständig.</translation>
    </message>
    <message>
        <source>The analysis could not go on.</source>
        <translation>Die Analyse konnte nicht weitergehen.</translation>
    </message>
    <message>
        <source>The analysis was stopped.</source>
        <translation>Die Analyse wurde angehalten.</translation>
    </message>
    <message>
        <source>Continue does the rest.</source>
        <translation>„Fortsetzen“ erledigt den Rest.</translation>
    </message>
    <message>
        <source>The analysis has ended; some stretches failed.</source>
        <translation>Die Analyse ist beendet; einige Abschnitte sind fehlgeschlagen.</translation>
    </message>
    <message>
        <source>The analysis has ended.</source>
        <translation>Die Analyse ist beendet.</translation>
    </message>
</context>
<context>
    <name>WaitingList</name>
    <message>
        <source>Analyses that wait</source>
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
        <source>all stages</source>
        <translation>alle Verfahren</translation>
    </message>
    <message>
        <source>quick look</source>
        <translation>schneller Blick</translation>
    </message>
    <message>
        <source>what failed, again</source>
        <translation>Fehlgeschlagenes erneut</translation>
    </message>
</context>
</TS>
