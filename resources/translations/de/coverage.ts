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
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Map of coverage: items and stages</source>
        <translation>Karte der Abdeckung: Beweismittel und Analysestufen</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Analysestufe</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>Abschnitt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
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
        <source>Why, and what to do</source>
        <translation>Warum, und was zu tun ist</translation>
    </message>
    <message>
        <source>Choose an item or a cell of the map to see its stretches.</source>
        <translation>Wählen Sie ein Beweismittel oder eine Zelle der Karte, um die Abschnitte zu sehen.</translation>
    </message>
    <message>
        <source>Stretches of the chosen item</source>
        <translation>Abschnitte des gewählten Beweismittels</translation>
    </message>
    <message>
        <source>Try Failed Stretches Again…</source>
        <translation>Fehlgeschlagene Abschnitte erneut versuchen …</translation>
    </message>
    <message>
        <source>Go to the Next Item with a Gap</source>
        <translation>Zum nächsten Beweismittel mit einer Lücke</translation>
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
        <source>The case holds no items yet. Add evidence first.</source>
        <translation>Der Fall enthält noch keine Beweismittel. Fügen Sie zuerst welche hinzu.</translation>
    </message>
    <message>
        <source>No item fits what you chose.</source>
        <translation>Kein Beweismittel entspricht Ihrer Auswahl.</translation>
    </message>
    <message>
        <source>whole item</source>
        <translation>ganzes Beweismittel</translation>
    </message>
    <message>
        <source>There is no gap among the items shown.</source>
        <translation>Unter den gezeigten Beweismitteln ist keine Lücke.</translation>
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
        <source>{count} still to be read</source>
        <translation>{count} noch zu lesen</translation>
    </message>
    <message>
        <source>analysed</source>
        <translation>ausgewertet</translation>
    </message>
    <message>
        <source>only keyframes</source>
        <translation>nur Schlüsselbilder</translation>
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
        <source>not planned</source>
        <translation>nicht vorgesehen</translation>
    </message>
    <message>
        <source>not looked into yet</source>
        <translation>noch nicht untersucht</translation>
    </message>
    <message>
        <source>cannot be analysed: {reason}</source>
        <translation>nicht auswertbar: {reason}</translation>
    </message>
    <message>
        <source>No analysis has reached it. Start one under Jobs.</source>
        <translation>Keine Analyse ist so weit gekommen. Starten Sie eine unter „Aufträge“.</translation>
    </message>
    <message>
        <source>Looked at in passing; an analysis will look closely.</source>
        <translation>Im Vorbeigehen angesehen; eine Analyse sieht genau hin.</translation>
    </message>
    <message>
        <source>{rate} pictures/s</source>
        <translation>{rate} Bilder/s</translation>
    </message>
    <message>
        <source>not planned for this item</source>
        <translation>für dieses Beweismittel nicht vorgesehen</translation>
    </message>
    <message>
        <source>here: {state}</source>
        <translation>hier: {state}</translation>
    </message>
</context>
</TS>
