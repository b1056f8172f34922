<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>CoveragePanel</name>
    <message>
        <source>Coverage</source>
        <translation>Abdeckung</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
    <message>
        <source>Coverage map: items and analysis steps</source>
        <translation>Karte der Abdeckung: Beweismittel und Analyseschritte</translation>
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
        <source>Choose an item or a cell of the map to see its segments.</source>
        <translation>Wählen Sie ein Beweismittel oder eine Zelle der Karte, um die Abschnitte zu sehen.</translation>
    </message>
    <message>
        <source>Segments of the chosen item</source>
        <translation>Abschnitte des gewählten Beweismittels</translation>
    </message>
    <message>
        <source>Retry Failed Segments…</source>
        <translation>Fehlgeschlagene Abschnitte erneut versuchen …</translation>
    </message>
    <message>
        <source>Next Item with a Gap</source>
        <translation>Nächstes Beweismittel mit Lücke</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>There are no items in the case yet. Add evidence first.</source>
        <translation>Der Fall enthält noch keine Beweismittel. Fügen Sie zuerst welche hinzu.</translation>
    </message>
    <message>
        <source>No item matches your selection.</source>
        <translation>Kein Beweismittel entspricht Ihrer Auswahl.</translation>
    </message>
    <message>
        <source>The items shown have no gaps.</source>
        <translation>Die gezeigten Beweismittel haben keine Lücken.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>With gaps: {count}</source>
        <translation>Mit Lücken: {count}</translation>
    </message>
    <message>
        <source>With failures: {count}</source>
        <translation>Mit Fehlern: {count}</translation>
    </message>
    <message>
        <source>whole item</source>
        <translation>ganzes Beweismittel</translation>
    </message>
    <message>
        <source>Nothing has failed here.</source>
        <translation>Hier ist nichts fehlgeschlagen.</translation>
    </message>
</context>
<context>
    <name>CoverageWords</name>
    <message>
        <source>1 item</source>
        <translation>1 Beweismittel</translation>
    </message>
    <message>
        <source>{count} items</source>
        <translation>{count} Beweismittel</translation>
    </message>
    <message>
        <source>{count} loading</source>
        <translation>{count} werden geladen</translation>
    </message>
    <message>
        <source>preview only</source>
        <translation>nur Vorschau</translation>
    </message>
    <message>
        <source>not applicable</source>
        <translation>nicht vorgesehen</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>nicht gelesen</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>not examined yet</source>
        <translation>noch nicht analysiert</translation>
    </message>
    <message>
        <source>Not analysed yet. Start an analysis under Jobs.</source>
        <translation>Noch nicht analysiert. Starten Sie eine Analyse unter „Aufträge“.</translation>
    </message>
    <message>
        <source>Only previewed; run an analysis for full results.</source>
        <translation>Bisher nur Vorschau; eine Analyse liefert vollständige Ergebnisse.</translation>
    </message>
    <message>
        <source>{rate} fps</source>
        <translation>{rate} fps</translation>
    </message>
    <message>
        <source>not applicable to this item</source>
        <translation>für dieses Beweismittel nicht vorgesehen</translation>
    </message>
    <message>
        <source>analysed</source>
        <translation>analysiert</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>cannot be analysed: {reason}</source>
        <translation>nicht analysierbar: {reason}</translation>
    </message>
    <message>
        <source>here: {state}</source>
        <translation>hier: {state}</translation>
    </message>
</context>
</TS>
