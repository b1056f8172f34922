<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>DetailsDialog</name>
    <message>
        <source>Details of the Item</source>
        <translation>Einzelheiten des Beweismittels</translation>
    </message>
</context>
<context>
    <name>DetailsView</name>
    <message>
        <source>Details of the item</source>
        <translation>Einzelheiten des Beweismittels</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Einzelheit</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Beweismittel</translation>
    </message>
    <message>
        <source>Analysed</source>
        <translation>Analysiert</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Chain of custody</source>
        <translation>Beweismittelkette</translation>
    </message>
    <message>
        <source>Source paths</source>
        <translation>Herkunftspfade</translation>
    </message>
    <message>
        <source>Not read</source>
        <translation>Nicht gelesen</translation>
    </message>
    <message>
        <source>Embedded metadata (unverified)</source>
        <translation>Eingebettete Metadaten (ungeprüft)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Unlesbar</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>turned {degrees}°</source>
        <translation>um {degrees}° gedreht</translation>
    </message>
    <message>
        <source>{rate} fps</source>
        <translation>{rate} fps</translation>
    </message>
    <message>
        <source>{rate} Hz</source>
        <translation>{rate} Hz</translation>
    </message>
    <message>
        <source>channels: {count}</source>
        <translation>Kanäle: {count}</translation>
    </message>
    <message>
        <source>by {actor}</source>
        <translation>durch {actor}</translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Sonstiges</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>outdated, {share}</source>
        <translation>veraltet, {share}</translation>
    </message>
    <message>
        <source>{share}, {failed} failed</source>
        <translation>{share}, {failed} fehlgeschlagen</translation>
    </message>
    <message>
        <source>analysed</source>
        <translation>analysiert</translation>
    </message>
    <message>
        <source>preview only</source>
        <translation>nur Vorschau</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Übersprungen</translation>
    </message>
    <message>
        <source>analysed {share}</source>
        <translation>{share} analysiert</translation>
    </message>
    <message>
        <source>unreadable: {reason}</source>
        <translation>unlesbar: {reason}</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Found again</source>
        <translation>Erneut gefunden</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Geprüft</translation>
    </message>
</context>
<context>
    <name>EvidencePanel</name>
    <message>
        <source>Evidence</source>
        <translation>Beweismittel</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Analysed</source>
        <translation>Analysiert</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Items of evidence</source>
        <translation>Beweismittel</translation>
    </message>
    <message>
        <source>There is no evidence in this case yet.
Drop files or folders here, or add them.</source>
        <translation>Dieser Fall enthält noch keine Beweismittel.
Ziehen Sie Dateien oder Ordner hierher, oder fügen Sie sie hinzu.</translation>
    </message>
    <message>
        <source>{sound} of {all} items are byte for byte as they were added.</source>
        <translation>{sound} von {all} Beweismitteln sind Byte für Byte unverändert.</translation>
    </message>
    <message>
        <source>Clear Filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Add Files…</source>
        <translation>Dateien hinzufügen …</translation>
    </message>
    <message>
        <source>Add Folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>No item matches the filter.</source>
        <translation>Kein Beweismittel passt zum Filter.</translation>
    </message>
    <message>
        <source>Continue Interrupted Import</source>
        <translation>Unterbrochenen Import fortsetzen</translation>
    </message>
    <message>
        <source>Go to Item</source>
        <translation>Zum Beweismittel</translation>
    </message>
    <message>
        <source>Details of the Item</source>
        <translation>Einzelheiten des Beweismittels</translation>
    </message>
    <message>
        <source>Copy SHA-256</source>
        <translation>SHA-256 kopieren</translation>
    </message>
    <message>
        <source>Verify Item</source>
        <translation>Beweismittel prüfen</translation>
    </message>
    <message>
        <source>Filter Evidence</source>
        <translation>Beweismittel filtern</translation>
    </message>
    <message>
        <source>SHA-256 copied: {count}</source>
        <translation>SHA-256 kopiert: {count}</translation>
    </message>
</context>
<context>
    <name>ImportBar</name>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Skipped Files…</source>
        <translation>Übersprungene Dateien …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>Fortschritt des Imports</translation>
    </message>
    <message>
        <source>Looking for files …</source>
        <translation>Dateien werden gesucht …</translation>
    </message>
    <message>
        <source>Looking for files: {count} found</source>
        <translation>Dateien werden gesucht: {count} gefunden</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Adding: {files} of {of_files} files</source>
        <translation>Hinzufügen: {files} von {of_files} Dateien</translation>
    </message>
    <message>
        <source>{bytes} of {of_bytes}</source>
        <translation>{bytes} von {of_bytes}</translation>
    </message>
    <message>
        <source>{bytes}/s</source>
        <translation>{bytes}/s</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>noch etwa {time}</translation>
    </message>
    <message>
        <source>stopping …</source>
        <translation>wird angehalten …</translation>
    </message>
    <message>
        <source>added: {count}</source>
        <translation>hinzugefügt: {count}</translation>
    </message>
    <message>
        <source>already in the case: {count}</source>
        <translation>bereits im Fall: {count}</translation>
    </message>
    <message>
        <source>skipped: {count}</source>
        <translation>übersprungen: {count}</translation>
    </message>
    <message>
        <source>Import stopped: {parts} Choose Continue to add the rest.</source>
        <translation>Import angehalten: {parts} „Fortsetzen“ fügt den Rest hinzu.</translation>
    </message>
    <message>
        <source>The import of {date} was interrupted: {done} of {all} files were added. Choose Continue to add the rest.</source>
        <translation>Der Import vom {date} wurde unterbrochen: {done} von {all} Dateien wurden hinzugefügt. „Fortsetzen“ fügt den Rest hinzu.</translation>
    </message>
    <message>
        <source>Files of an earlier import that could not be read: {count}. Choose Continue to try again.</source>
        <translation>Dateien eines früheren Imports, die nicht gelesen werden konnten: {count}. „Fortsetzen“ versucht es erneut.</translation>
    </message>
    <message>
        <source>Import finished: {parts}</source>
        <translation>Import beendet: {parts}</translation>
    </message>
</context>
<context>
    <name>Importer</name>
    <message>
        <source>Add Files as Evidence</source>
        <translation>Dateien als Beweismittel hinzufügen</translation>
    </message>
    <message>
        <source>Add a Folder as Evidence</source>
        <translation>Einen Ordner als Beweismittel hinzufügen</translation>
    </message>
    <message>
        <source>These files will be added after the running import.</source>
        <translation>Diese Dateien werden nach dem laufenden Import hinzugefügt.</translation>
    </message>
    <message>
        <source>There is no unfinished import.</source>
        <translation>Es gibt keinen unvollendeten Import.</translation>
    </message>
</context>
<context>
    <name>ItemFilter</name>
    <message>
        <source>1 item</source>
        <translation>1 Beweismittel</translation>
    </message>
    <message>
        <source>{count} items</source>
        <translation>{count} Beweismittel</translation>
    </message>
    <message>
        <source>{shown} of {all} items</source>
        <translation>{shown} von {all} Beweismitteln</translation>
    </message>
    <message>
        <source>{count} marked</source>
        <translation>{count} markiert</translation>
    </message>
    <message>
        <source>Filter by name or folder</source>
        <translation>Nach Name oder Ordner filtern</translation>
    </message>
    <message>
        <source>Filter items</source>
        <translation>Beweismittel filtern</translation>
    </message>
    <message>
        <source>Show: {kind}</source>
        <translation>Zeigen: {kind}</translation>
    </message>
</context>
<context>
    <name>NotAddedDialog</name>
    <message>
        <source>Skipped Files</source>
        <translation>Übersprungene Dateien</translation>
    </message>
    <message>
        <source>Files that were skipped</source>
        <translation>Übersprungene Dateien</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Reason and remedy</source>
        <translation>Ursache und Abhilfe</translation>
    </message>
</context>
</TS>
