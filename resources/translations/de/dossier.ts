<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>CheckDialog</name>
    <message>
        <source>Check a Dossier</source>
        <translation>Dossier prüfen</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Choose a Dossier…</source>
        <translation>Dossier wählen …</translation>
    </message>
    <message>
        <source>Add Copies of the Evidence…</source>
        <translation>Kopien der Beweismittel hinzufügen …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Choose the file dossier.json of a dossier.</source>
        <translation>Wählen Sie die Datei dossier.json eines Dossiers.</translation>
    </message>
    <message>
        <source>Checked are its form, that every statement has a source, the log of the case and its signature: whether a word of it was changed since it was written.</source>
        <translation>Geprüft werden die Form, ob jede Aussage eine Quelle hat, das Protokoll des Falls und die Unterschrift: ob also seit dem Schreiben ein Wort geändert wurde.</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Something is wrong with this dossier.</source>
        <translation>Mit diesem Dossier stimmt etwas nicht.</translation>
    </message>
    <message>
        <source>Problems found: {count}. Do not rely on it.</source>
        <translation>Gefundene Mängel: {count}. Verlassen Sie sich nicht darauf.</translation>
    </message>
    <message>
        <source>{count} log entries</source>
        <translation>{count} Einträge im Protokoll</translation>
    </message>
    <message>
        <source>Decisions whose names were not shown yet: {count}</source>
        <translation>Entscheidungen, deren Namen noch nicht gezeigt wurden: {count}</translation>
    </message>
    <message>
        <source>This dossier is sound.</source>
        <translation>Dieses Dossier ist in Ordnung.</translation>
    </message>
    <message numerus="yes">
        <source>%n statement(s)</source>
        <translation>
            <numerusform>%n Aussage</numerusform>
            <numerusform>%n Aussagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n Quelle</numerusform>
            <numerusform>%n Quellen</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed by this account.</source>
        <translation>Unterschrieben von diesem Konto.</translation>
    </message>
    <message>
        <source>Signed by another account: compare its key with the one you were given.</source>
        <translation>Unterschrieben von einem anderen Konto: Vergleichen Sie dessen Schlüssel mit dem, den Sie bekommen haben.</translation>
    </message>
    <message>
        <source>Not compared, since no copy was given: {item}</source>
        <translation>Nicht verglichen, weil keine Kopie vorliegt: {item}</translation>
    </message>
    <message>
        <source>Every item was compared with the copy given.</source>
        <translation>Jedes Beweismittel wurde mit der vorliegenden Kopie verglichen.</translation>
    </message>
    <message>
        <source>Choose a Dossier</source>
        <translation>Dossier wählen</translation>
    </message>
    <message>
        <source>Dossiers (*.json)</source>
        <translation>Dossiers (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Copies of the Evidence</source>
        <translation>Kopien der Beweismittel</translation>
    </message>
</context>
<context>
    <name>DossierCommands</name>
    <message>
        <source>Accept Statement</source>
        <translation>Aussage annehmen</translation>
    </message>
    <message>
        <source>Reject Statement</source>
        <translation>Aussage ablehnen</translation>
    </message>
    <message>
        <source>Word Statement Anew</source>
        <translation>Aussage neu fassen</translation>
    </message>
    <message>
        <source>Take Back Last Decision</source>
        <translation>Letzte Entscheidung zurücknehmen</translation>
    </message>
    <message>
        <source>Next Undecided Statement</source>
        <translation>Nächste offene Aussage</translation>
    </message>
    <message>
        <source>Show Source of Statement</source>
        <translation>Quelle der Aussage zeigen</translation>
    </message>
    <message>
        <source>Find in Statements</source>
        <translation>In Aussagen suchen</translation>
    </message>
    <message>
        <source>Update Dossier</source>
        <translation>Dossier aktualisieren</translation>
    </message>
    <message>
        <source>Show First Draft of Edited Statements</source>
        <translation>Erstfassung bearbeiteter Aussagen zeigen</translation>
    </message>
    <message>
        <source>Drafts…</source>
        <translation>Entwürfe …</translation>
    </message>
    <message>
        <source>Write Dossier…</source>
        <translation>Dossier schreiben …</translation>
    </message>
    <message>
        <source>Check a Dossier…</source>
        <translation>Dossier prüfen …</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Next undecided</source>
        <translation>Nächste offene</translation>
    </message>
    <message>
        <source>Write…</source>
        <translation>Schreiben …</translation>
    </message>
</context>
<context>
    <name>DossierPanel</name>
    <message>
        <source>Dossier</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Nothing shown here is left to judge.</source>
        <translation>Von dem, was hier gezeigt wird, ist nichts mehr zu beurteilen.</translation>
    </message>
    <message>
        <source>Statements</source>
        <translation>Aussagen</translation>
    </message>
    <message>
        <source>Share of statements judged</source>
        <translation>Anteil beurteilter Aussagen</translation>
    </message>
    <message>
        <source>Accept statement</source>
        <translation>Aussage annehmen</translation>
    </message>
    <message>
        <source>Reject statement</source>
        <translation>Aussage ablehnen</translation>
    </message>
    <message>
        <source>Word statement anew</source>
        <translation>Aussage neu fassen</translation>
    </message>
    <message>
        <source>{judged} of {count} judged</source>
        <translation>{judged} von {count} beurteilt</translation>
    </message>
    <message numerus="yes">
        <source>%n judgement(s) of what is no longer stated</source>
        <translation>
            <numerusform>%n Urteil über eine Aussage, die es nicht mehr gibt</numerusform>
            <numerusform>%n Urteile über Aussagen, die es nicht mehr gibt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DraftsDialog</name>
    <message>
        <source>Drafts of the Dossier</source>
        <translation>Entwürfe des Dossiers</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Entwürfe</translation>
    </message>
    <message>
        <source>What has changed since</source>
        <translation>Was sich seither geändert hat</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>No draft has been kept yet. The first is kept when somebody first judges a statement, or when the dossier is written.</source>
        <translation>Noch wurde kein Entwurf aufbewahrt. Der erste wird aufbewahrt, sobald jemand eine Aussage beurteilt oder das Dossier geschrieben wird.</translation>
    </message>
    <message>
        <source>A draft is what a dossier said before anybody changed it. Drafts cannot be changed.</source>
        <translation>Ein Entwurf ist, was ein Dossier sagte, bevor jemand etwas daran änderte. Entwürfe lassen sich nicht ändern.</translation>
    </message>
    <message>
        <source>Written by rule</source>
        <translation>Nach Regeln geschrieben</translation>
    </message>
    <message>
        <source>Summary by a model</source>
        <translation>Zusammenfassung eines Modells</translation>
    </message>
    <message>
        <source>you</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>Comparing …</source>
        <translation>Wird verglichen …</translation>
    </message>
    <message>
        <source>Sentences kept: {count}.</source>
        <translation>Behaltene Sätze: {count}.</translation>
    </message>
    <message>
        <source>Removed, since they rested on nothing: {count}.</source>
        <translation>Entfernt, weil ohne Quelle: {count}.</translation>
    </message>
    <message>
        <source>Every statement still says what it said then.</source>
        <translation>Jede Aussage lautet noch wie damals.</translation>
    </message>
    <message>
        <source>Statements that differ from this draft: {count}.</source>
        <translation>Aussagen, die von diesem Entwurf abweichen: {count}.</translation>
    </message>
    <message>
        <source>The first {count} are shown.</source>
        <translation>Gezeigt werden die ersten {count}.</translation>
    </message>
    <message>
        <source>worded anew</source>
        <translation>neu gefasst</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>says something else by new findings</source>
        <translation>lautet nach neuen Funden anders</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>no longer stated</source>
        <translation>wird nicht mehr ausgesagt</translation>
    </message>
    <message>
        <source>supported by what it cites</source>
        <translation>von den Quellen gestützt</translation>
    </message>
    <message>
        <source>contradicted by what it cites</source>
        <translation>von den Quellen widerlegt</translation>
    </message>
    <message>
        <source>not supported by what it cites</source>
        <translation>von den Quellen nicht gestützt</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Write Dossier</source>
        <translation>Dossier schreiben</translation>
    </message>
    <message>
        <source>Reading the case …</source>
        <translation>Der Fall wird gelesen …</translation>
    </message>
    <message>
        <source>Writing and signing …</source>
        <translation>Wird geschrieben und unterschrieben …</translation>
    </message>
    <message>
        <source>Keeping the draft and writing the files …</source>
        <translation>Entwurf wird aufbewahrt, Dateien werden geschrieben …</translation>
    </message>
    <message>
        <source>Summary: piece {done} of {all} …</source>
        <translation>Zusammenfassung: Stück {done} von {all} …</translation>
    </message>
    <message>
        <source>Stopped. No file was written or changed.</source>
        <translation>Angehalten. Keine Datei wurde geschrieben oder geändert.</translation>
    </message>
    <message numerus="yes">
        <source>%n statement(s)</source>
        <translation>
            <numerusform>%n Aussage</numerusform>
            <numerusform>%n Aussagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n Quelle</numerusform>
            <numerusform>%n Quellen</numerusform>
        </translation>
    </message>
    <message>
        <source>Written: {statements} with {sources}.</source>
        <translation>Geschrieben: {statements} mit {sources}.</translation>
    </message>
    <message>
        <source>{model}, inside this program</source>
        <translation>{model}, in diesem Programm</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Language of the dossier</source>
        <translation>Sprache des Dossiers</translation>
    </message>
    <message>
        <source>Summary by a language model</source>
        <translation>Zusammenfassung durch ein Sprachmodell</translation>
    </message>
    <message>
        <source>No summary</source>
        <translation>Keine Zusammenfassung</translation>
    </message>
    <message>
        <source>Page to read and print (HTML)</source>
        <translation>Seite zum Lesen und Drucken (HTML)</translation>
    </message>
    <message>
        <source>Signed document for machines (JSON)</source>
        <translation>Unterschriebenes Dokument für Maschinen (JSON)</translation>
    </message>
    <message>
        <source>Show faces</source>
        <translation>Gesichter zeigen</translation>
    </message>
    <message>
        <source>Leave out faces of people nobody has named</source>
        <translation>Gesichter von Personen weglassen, die niemand benannt hat</translation>
    </message>
    <message>
        <source>These files are not encrypted: whoever has them can read them. The log of the case says who wrote them and when.</source>
        <translation>Diese Dateien sind nicht verschlüsselt: Wer sie hat, kann sie lesen. Das Protokoll des Falls hält fest, wer sie wann geschrieben hat.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Folder:</source>
        <translation>Ordner:</translation>
    </message>
    <message>
        <source>Language:</source>
        <translation>Sprache:</translation>
    </message>
    <message>
        <source>Files:</source>
        <translation>Dateien:</translation>
    </message>
    <message>
        <source>Faces:</source>
        <translation>Gesichter:</translation>
    </message>
    <message>
        <source>Summary:</source>
        <translation>Zusammenfassung:</translation>
    </message>
    <message>
        <source>No language model is installed or running on this computer. The dossier is whole without one: it is written by rule.</source>
        <translation>Auf diesem Rechner ist kein Sprachmodell installiert, und keines läuft. Das Dossier ist ohne vollständig: Es wird nach Regeln geschrieben.</translation>
    </message>
    <message>
        <source>The dossier is written by rule; no language model takes part.</source>
        <translation>Das Dossier wird nach Regeln geschrieben; kein Sprachmodell wirkt mit.</translation>
    </message>
    <message>
        <source>A language model drafts the summary from the statements. Each of its sentences is checked against what it cites, and the dossier says that a machine wrote it. This can take long.</source>
        <translation>Ein Sprachmodell entwirft die Zusammenfassung aus den Aussagen. Jeder Satz wird an dem geprüft, was er anführt, und das Dossier sagt, dass eine Maschine ihn geschrieben hat. Das kann lange dauern.</translation>
    </message>
    <message>
        <source>Folder for the Dossier</source>
        <translation>Ordner für das Dossier</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Find in statements</source>
        <translation>In Aussagen suchen</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>Abschnitt</translation>
    </message>
    <message>
        <source>Which statements</source>
        <translation>Welche Aussagen</translation>
    </message>
    <message>
        <source>About whom or what</source>
        <translation>Über wen oder was</translation>
    </message>
    <message>
        <source>All statements</source>
        <translation>Alle Aussagen</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Assessments</source>
        <translation>Einschätzungen</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Bearbeitet</translation>
    </message>
    <message>
        <source>Judged in an earlier wording</source>
        <translation>In früherer Fassung beurteilt</translation>
    </message>
    <message>
        <source>All sections</source>
        <translation>Alle Abschnitte</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
</context>
<context>
    <name>NewerNotice</name>
    <message>
        <source>There is more to state since this was written.</source>
        <translation>Seit dies geschrieben wurde, gibt es mehr auszusagen.</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>Aktualisieren</translation>
    </message>
</context>
<context>
    <name>StatementPages</name>
    <message>
        <source>The dossier is being written …</source>
        <translation>Das Dossier wird geschrieben …</translation>
    </message>
    <message>
        <source>No statement fits what you chose.</source>
        <translation>Keine Aussage entspricht Ihrer Auswahl.</translation>
    </message>
    <message>
        <source>Nothing is known about the evidence yet. Add files and analyse them: what is found is stated here, each statement with its sources.</source>
        <translation>Über die Beweismittel ist noch nichts bekannt. Fügen Sie Dateien hinzu und analysieren Sie sie: Was gefunden wird, steht hier, jede Aussage mit ihren Quellen.</translation>
    </message>
    <message>
        <source>The dossier could not be written. The message above says why.</source>
        <translation>Das Dossier konnte nicht geschrieben werden. Die Meldung oben sagt, warum.</translation>
    </message>
    <message>
        <source>Show All Statements</source>
        <translation>Alle Aussagen zeigen</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>StatementWords</name>
    <message>
        <source>Assessment</source>
        <translation>Einschätzung</translation>
    </message>
    <message>
        <source>Fact</source>
        <translation>Tatsache</translation>
    </message>
    <message>
        <source>you</source>
        <translation>Ihnen</translation>
    </message>
    <message>
        <source>accepted by {who}, {time}</source>
        <translation>angenommen von {who}, {time}</translation>
    </message>
    <message>
        <source>rejected by {who}, {time}</source>
        <translation>abgelehnt von {who}, {time}</translation>
    </message>
    <message>
        <source>worded anew by {who}, {time}</source>
        <translation>neu gefasst von {who}, {time}</translation>
    </message>
    <message>
        <source>judged in an earlier wording</source>
        <translation>in früherer Fassung beurteilt</translation>
    </message>
    <message>
        <source>Log entry {number}</source>
        <translation>Protokolleintrag {number}</translation>
    </message>
    <message>
        <source>Decision {number}</source>
        <translation>Entscheidung {number}</translation>
    </message>
    <message>
        <source>not analysed</source>
        <translation>nicht analysiert</translation>
    </message>
    <message>
        <source>{judged} of {count} judged</source>
        <translation>{judged} von {count} beurteilt</translation>
    </message>
    <message>
        <source>First draft:</source>
        <translation>Erstfassung:</translation>
    </message>
    <message>
        <source>New wording of the statement; Return keeps it, Escape leaves it</source>
        <translation>Neue Fassung der Aussage; Eingabe behält sie, Escape verwirft sie</translation>
    </message>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n Quelle</numerusform>
            <numerusform>%n Quellen</numerusform>
        </translation>
    </message>
</context>
</TS>
