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
        <translation>Ergebnis</translation>
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
        <source>This checks the format, that every statement has a source, the case log and the signature, and so whether a single word has been changed since the export.</source>
        <translation>Geprüft werden Form, Quellen jeder Aussage, Protokoll des Falls und Signatur, also auch, ob seit dem Export ein Wort geändert wurde.</translation>
    </message>
    <message>
        <source>Not compared, no copy given: {item}</source>
        <translation>Nicht verglichen, keine Kopie angegeben: {item}</translation>
    </message>
    <message>
        <source>Decisions whose names are withheld: {count}</source>
        <translation>Entscheidungen mit zurückgehaltenem Namen: {count}</translation>
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
        <translation>Mängel: {count}. Verlassen Sie sich nicht darauf.</translation>
    </message>
    <message>
        <source>This dossier is intact.</source>
        <translation>Dieses Dossier ist unverändert.</translation>
    </message>
    <message>
        <source>{count} log entries</source>
        <translation>{count} Einträge im Protokoll</translation>
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
        <translation>Von diesem Konto signiert.</translation>
    </message>
    <message>
        <source>Signed by another account: compare its key with the one you were given.</source>
        <translation>Von einem anderen Konto signiert: Vergleichen Sie dessen Schlüssel mit dem, den Sie erhalten haben.</translation>
    </message>
    <message>
        <source>Every item was compared with the copy given.</source>
        <translation>Jedes Beweismittel wurde mit der angegebenen Kopie verglichen.</translation>
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
        <source>Reword Statement</source>
        <translation>Aussage umformulieren</translation>
    </message>
    <message>
        <source>Undo Last Decision</source>
        <translation>Letzte Entscheidung zurücknehmen</translation>
    </message>
    <message>
        <source>Next Unreviewed Statement</source>
        <translation>Nächste ungeprüfte Aussage</translation>
    </message>
    <message>
        <source>Show Source</source>
        <translation>Quelle zeigen</translation>
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
        <source>Export Dossier…</source>
        <translation>Dossier exportieren …</translation>
    </message>
    <message>
        <source>Next unreviewed</source>
        <translation>Nächste offene</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
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
</context>
<context>
    <name>DossierPanel</name>
    <message>
        <source>Dossier</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Statements</source>
        <translation>Aussagen</translation>
    </message>
    <message>
        <source>All statements shown are reviewed.</source>
        <translation>Alle gezeigten Aussagen sind geprüft.</translation>
    </message>
    <message>
        <source>Share of statements reviewed</source>
        <translation>Anteil geprüfter Aussagen</translation>
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
        <source>Reword statement</source>
        <translation>Aussage umformulieren</translation>
    </message>
    <message>
        <source>{judged} of {count} reviewed</source>
        <translation>{judged} von {count} geprüft</translation>
    </message>
    <message numerus="yes">
        <source>%n review(s) of statements that no longer exist</source>
        <translation>
            <numerusform>%n Prüfung einer Aussage, die es nicht mehr gibt</numerusform>
            <numerusform>%n Prüfungen von Aussagen, die es nicht mehr gibt</numerusform>
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
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Changes since then</source>
        <translation>Änderungen seither</translation>
    </message>
    <message>
        <source>There are no drafts yet. The first one is saved when a statement is reviewed or the dossier is exported.</source>
        <translation>Es gibt noch keine Entwürfe. Der erste wird gespeichert, sobald eine Aussage geprüft oder das Dossier exportiert wird.</translation>
    </message>
    <message>
        <source>A draft is the dossier as it was before anyone changed it. Drafts cannot be edited.</source>
        <translation>Ein Entwurf ist das Dossier, bevor jemand etwas daran geändert hat. Entwürfe lassen sich nicht bearbeiten.</translation>
    </message>
    <message>
        <source>Summary by a model</source>
        <translation>Zusammenfassung eines Modells</translation>
    </message>
    <message>
        <source>Written by rules</source>
        <translation>Nach Regeln verfasst</translation>
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
        <source>Removed for lack of a source: {count}.</source>
        <translation>Mangels Quelle entfernt: {count}.</translation>
    </message>
    <message>
        <source>No statement has changed.</source>
        <translation>Keine Aussage hat sich geändert.</translation>
    </message>
    <message>
        <source>Changed statements: {count}.</source>
        <translation>Geänderte Aussagen: {count}.</translation>
    </message>
    <message>
        <source>reworded</source>
        <translation>umformuliert</translation>
    </message>
    <message>
        <source>changed by new findings</source>
        <translation>durch neue Befunde geändert</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfallen</translation>
    </message>
    <message>
        <source>The first {count} are shown.</source>
        <translation>Gezeigt werden die ersten {count}.</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
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
        <source>Reading the case …</source>
        <translation>Der Fall wird gelesen …</translation>
    </message>
    <message>
        <source>Writing and signing …</source>
        <translation>Wird geschrieben und signiert …</translation>
    </message>
    <message>
        <source>Stopped. No file was written or changed.</source>
        <translation>Angehalten. Es wurde keine Datei geschrieben oder geändert.</translation>
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
        <source>Show faces</source>
        <translation>Gesichter zeigen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Export Dossier</source>
        <translation>Dossier exportieren</translation>
    </message>
    <message>
        <source>Saving the draft and writing the files …</source>
        <translation>Entwurf wird gespeichert, Dateien werden geschrieben …</translation>
    </message>
    <message>
        <source>Summary: part {done} of {all} …</source>
        <translation>Zusammenfassung: Teil {done} von {all} …</translation>
    </message>
    <message>
        <source>Exported: {statements} with {sources}.</source>
        <translation>Exportiert: {statements} mit {sources}.</translation>
    </message>
    <message>
        <source>Printable page (HTML)</source>
        <translation>Druckbare Seite (HTML)</translation>
    </message>
    <message>
        <source>Signed data file (JSON)</source>
        <translation>Signierte Datei, maschinenlesbar (JSON)</translation>
    </message>
    <message>
        <source>Leave out faces of unnamed people</source>
        <translation>Gesichter unbenannter Personen weglassen</translation>
    </message>
    <message>
        <source>Only what was accepted or reworded</source>
        <translation>Nur angenommene und umformulierte</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
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
        <source>Statements:</source>
        <translation>Aussagen:</translation>
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
        <source>No language model is installed or running on this computer. The dossier is complete without one: it is written by rules.</source>
        <translation>Auf diesem Rechner ist kein Sprachmodell installiert oder gestartet. Das Dossier ist auch ohne vollständig: Es wird nach Regeln verfasst.</translation>
    </message>
    <message>
        <source>The dossier is written by rules, without a language model.</source>
        <translation>Das Dossier wird nach Regeln verfasst, ohne Sprachmodell.</translation>
    </message>
    <message>
        <source>A language model drafts the summary from the statements. Every sentence is checked against its sources, and the dossier says that a machine wrote it. This can take a while.</source>
        <translation>Ein Sprachmodell entwirft die Zusammenfassung aus den Aussagen. Jeder Satz wird an seinen Quellen geprüft, und das Dossier weist aus, dass eine Maschine ihn geschrieben hat. Das kann einige Zeit dauern.</translation>
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
        <source>Accepted only</source>
        <translation>Nur angenommene</translation>
    </message>
    <message>
        <source>Only statements that somebody accepted or reworded; what was analysed stays whole.</source>
        <translation>Nur Aussagen, die jemand angenommen oder umformuliert hat; die Angaben zur Analyse bleiben vollständig.</translation>
    </message>
    <message>
        <source>All statements</source>
        <translation>Alle Aussagen</translation>
    </message>
    <message>
        <source>Unreviewed</source>
        <translation>Ungeprüft</translation>
    </message>
    <message>
        <source>Reviewed in an earlier wording</source>
        <translation>In früherer Fassung geprüft</translation>
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
        <source>New findings since this draft.</source>
        <translation>Es gibt neue Befunde.</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>Aktualisieren</translation>
    </message>
</context>
<context>
    <name>StatementPages</name>
    <message>
        <source>Preparing the dossier …</source>
        <translation>Das Dossier wird erstellt …</translation>
    </message>
    <message>
        <source>No statement matches your selection.</source>
        <translation>Keine Aussage entspricht Ihrer Auswahl.</translation>
    </message>
    <message>
        <source>There are no findings yet. Add files and analyse them: the findings appear here, each statement with its sources.</source>
        <translation>Es gibt noch keine Befunde. Fügen Sie Dateien hinzu und analysieren Sie sie: Die Befunde erscheinen hier, jede Aussage mit ihren Quellen.</translation>
    </message>
    <message>
        <source>The dossier could not be created. The message above says why.</source>
        <translation>Das Dossier konnte nicht erstellt werden. Die Meldung oben nennt den Grund.</translation>
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
        <source>not reviewed</source>
        <translation>nicht geprüft</translation>
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
        <source>reworded by {who}, {time}</source>
        <translation>umformuliert von {who}, {time}</translation>
    </message>
    <message>
        <source>reviewed in an earlier wording</source>
        <translation>in früherer Fassung geprüft</translation>
    </message>
    <message>
        <source>{judged} of {count} reviewed</source>
        <translation>{judged} von {count} geprüft</translation>
    </message>
    <message>
        <source>New wording of the statement; Enter saves it, Escape discards it</source>
        <translation>Neue Fassung der Aussage; Eingabetaste übernimmt, Esc verwirft</translation>
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
        <source>First draft:</source>
        <translation>Erstfassung:</translation>
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
