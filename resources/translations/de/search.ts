<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Chips</name>
    <message>
        <source>+ Add</source>
        <translation>+ Hinzufügen</translation>
    </message>
    <message>
        <source>Add a term or a filter</source>
        <translation>Begriff oder Filter hinzufügen</translation>
    </message>
    <message>
        <source>Add a person, a voice, an object, a filter …</source>
        <translation>Person, Stimme, Objekt oder Filter hinzufügen …</translation>
    </message>
    <message>
        <source>How close together</source>
        <translation>Zeitlicher Abstand</translation>
    </message>
    <message>
        <source>How close together in time all terms must be</source>
        <translation>Wie nah beieinander alle Begriffe liegen müssen</translation>
    </message>
    <message>
        <source>any</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>{term}: remove</source>
        <translation>{term}: entfernen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>at the same time</source>
        <translation>gleichzeitig</translation>
    </message>
    <message>
        <source>within {length}</source>
        <translation>innerhalb von {length}</translation>
    </message>
</context>
<context>
    <name>Facets</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Show only these; middle button: in a new tab</source>
        <translation>Nur diese zeigen; mittlere Maustaste: in neuem Tab</translation>
    </message>
</context>
<context>
    <name>Keeping</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Type a search first to save it.</source>
        <translation>Geben Sie zuerst eine Suche ein, um sie zu speichern.</translation>
    </message>
    <message>
        <source>Save Search</source>
        <translation>Suche speichern</translation>
    </message>
    <message>
        <source>There are no results to export.</source>
        <translation>Es gibt keine Treffer zum Exportieren.</translation>
    </message>
    <message>
        <source>Export Results</source>
        <translation>Ergebnisse exportieren</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>Records (*.json)</source>
        <translation>Datensätze (*.json)</translation>
    </message>
    <message>
        <source>results.csv</source>
        <translation>treffer.csv</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Beweismittel</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Together with</source>
        <translation>Zusammen mit</translation>
    </message>
    <message>
        <source>Citation</source>
        <translation>Fundstelle</translation>
    </message>
    <message>
        <source>Picture of a Face</source>
        <translation>Bild eines Gesichts</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.heic *.webp *.tif *.tiff *.bmp)</source>
        <translation>Bilder (*.jpg *.jpeg *.png *.heic *.webp *.tif *.tiff *.bmp)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Face in a picture</source>
        <translation>Gesicht in einem Bild</translation>
    </message>
    <message>
        <source>The search has been saved in the case.</source>
        <translation>Die Suche ist im Fall gespeichert.</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) exported.</source>
        <translation>
            <numerusform>%n Treffer exportiert.</numerusform>
            <numerusform>%n Treffer exportiert.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LikenessView</name>
    <message>
        <source>Results</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Candidates, not identities. Similarity is only a lead: check each one before you name anyone.</source>
        <translation>Kandidaten, keine Identitäten. Ähnlichkeit ist nur ein Hinweis: Prüfen Sie jeden Treffer, bevor Sie jemanden benennen.</translation>
    </message>
    <message>
        <source>Most similar first. The whole pictures are compared.</source>
        <translation>Die ähnlichsten zuerst. Verglichen wird das ganze Bild.</translation>
    </message>
    <message>
        <source>Give a Reason …</source>
        <translation>Grund angeben …</translation>
    </message>
    <message>
        <source>No reason given yet</source>
        <translation>Noch kein Grund angegeben</translation>
    </message>
    <message>
        <source>Nothing has been compared.</source>
        <translation>Es wurde nichts verglichen.</translation>
    </message>
    <message>
        <source>Face search is not allowed here</source>
        <translation>Die Gesichtssuche ist hier nicht erlaubt</translation>
    </message>
    <message>
        <source>The profile of this case does not permit it, so nothing was compared. Grouping the faces of the case is not a search: the Faces panel shows who appears more than once.</source>
        <translation>Das Profil dieses Falls erlaubt sie nicht; es wurde nichts verglichen. Das Gruppieren der Gesichter im Fall ist keine Suche: Der Bereich „Gesichter“ zeigt, wer mehrfach vorkommt.</translation>
    </message>
    <message>
        <source>Nothing similar</source>
        <translation>Nichts Ähnliches</translation>
    </message>
    <message>
        <source>Everything analysed so far was compared.</source>
        <translation>Alles bisher Analysierte wurde verglichen.</translation>
    </message>
    <message>
        <source>{left} more faces were seen with another model and not compared. Analyse their files again to compare them too.</source>
        <translation>{left} weitere Gesichter hat ein anderes Modell erfasst; sie wurden nicht verglichen. Analysieren Sie ihre Dateien erneut, um auch sie zu vergleichen.</translation>
    </message>
    <message>
        <source>Comparing …</source>
        <translation>Wird verglichen …</translation>
    </message>
    <message>
        <source>Nothing was compared</source>
        <translation>Es wurde nichts verglichen</translation>
    </message>
    <message>
        <source>Try Again …</source>
        <translation>Noch einmal versuchen …</translation>
    </message>
    <message>
        <source>{count} candidates among {compared}.</source>
        <translation>{count} Kandidaten unter {compared}.</translation>
    </message>
    <message>
        <source>{count} pictures.</source>
        <translation>{count} Bilder.</translation>
    </message>
    <message>
        <source>The picture shows {faces} faces; the largest was compared.</source>
        <translation>Das Bild zeigt {faces} Gesichter; das größte wurde verglichen.</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Reason for the Face Search</source>
        <translation>Grund der Gesichtssuche</translation>
    </message>
    <message>
        <source>The face is compared with every face in the case. Purpose, legal basis, the compared faces and the matches are recorded in the chain of custody before results are shown.</source>
        <translation>Das Gesicht wird mit jedem Gesicht im Fall verglichen. Zweck, Rechtsgrundlage, die verglichenen Gesichter und die Treffer werden in der Beweismittelkette protokolliert, bevor Ergebnisse erscheinen.</translation>
    </message>
    <message>
        <source>&amp;Purpose</source>
        <translation>&amp;Zweck</translation>
    </message>
    <message>
        <source>&amp;Legal basis</source>
        <translation>&amp;Rechtsgrundlage</translation>
    </message>
    <message>
        <source>Record and Search</source>
        <translation>Protokollieren und suchen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>ResultsContext</name>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Similar Faces …</source>
        <translation>Ähnliche Gesichter …</translation>
    </message>
    <message>
        <source>Similar Faces (not allowed by the profile of this case)</source>
        <translation>Ähnliche Gesichter (vom Profil dieses Falls nicht erlaubt)</translation>
    </message>
    <message>
        <source>Similar Pictures</source>
        <translation>Ähnliche Bilder</translation>
    </message>
    <message>
        <source>Everything about {name}</source>
        <translation>Alles zu {name}</translation>
    </message>
    <message>
        <source>Copies of This Item</source>
        <translation>Kopien dieses Beweismittels</translation>
    </message>
    <message>
        <source>Copy Citation</source>
        <translation>Fundstelle kopieren</translation>
    </message>
    <message>
        <source>Faces similar to {name}</source>
        <translation>Ähnliche Gesichter: {name}</translation>
    </message>
    <message>
        <source>Pictures similar to {item}</source>
        <translation>Ähnliche Bilder: {item}</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>Person {number}</source>
        <translation>Person {number}</translation>
    </message>
    <message>
        <source>Voice {number}</source>
        <translation>Stimme {number}</translation>
    </message>
    <message>
        <source>Mentioned</source>
        <translation>Erwähnt</translation>
    </message>
    <message>
        <source>Search everything in the case</source>
        <translation>Den ganzen Fall durchsuchen</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>{number} found.</source>
        <translation>{number} Treffer.</translation>
    </message>
    <message>
        <source>Words are searched in speech, in text in pictures, and in names and labels. Combine several terms to find what happens close together. “+ Add” shows what you can search for.</source>
        <translation>Wörter werden in Gesprochenem, in Text im Bild und in Namen und Bezeichnungen gesucht. Mehrere Begriffe zusammen finden, was zeitlich nah beieinander geschieht. „+ Hinzufügen“ zeigt, wonach Sie suchen können.</translation>
    </message>
    <message>
        <source>Nothing in this case has the name {named}.</source>
        <translation>Nichts in diesem Fall trägt den Namen {named}.</translation>
    </message>
    <message>
        <source>Everything analysed so far was searched.</source>
        <translation>Alles bisher Analysierte wurde durchsucht.</translation>
    </message>
    <message>
        <source>Try fewer terms, a word beginning such as bridg*, or part:… for a fragment.</source>
        <translation>Versuchen Sie weniger Begriffe, einen Wortanfang wie Brück* oder teil:… für ein Bruchstück.</translation>
    </message>
    <message>
        <source>{number} found so far; scroll for more.</source>
        <translation>Bisher {number} Treffer; weitere beim Scrollen.</translation>
    </message>
    <message>
        <source>These words are frequent: results are ranked in batches.</source>
        <translation>Diese Wörter sind häufig: Die Treffer sind gruppenweise sortiert.</translation>
    </message>
    <message>
        <source>Only the first {cut} passages were combined.</source>
        <translation>Nur die ersten {cut} Textstellen wurden kombiniert.</translation>
    </message>
    <message>
        <source>Loading new findings.</source>
        <translation>Neue Befunde werden geladen.</translation>
    </message>
    <message>
        <source>Up to {percent} % of the footage was not analysed.</source>
        <translation>Bis zu {percent} % des Materials wurden nicht analysiert.</translation>
    </message>
    <message>
        <source>An analysis is running; more results may follow.</source>
        <translation>Eine Analyse läuft; weitere Treffer können folgen.</translation>
    </message>
    <message>
        <source>{kind}: {items} of {of} items; {percent} % of the footage was not analysed, because {why}</source>
        <translation>{kind}: {items} von {of} Beweismitteln; {percent} % des Materials wurden nicht analysiert, Grund: {why}</translation>
    </message>
    <message>
        <source>Not everything is analysed yet:</source>
        <translation>Noch ist nicht alles analysiert:</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Gesprochenes</translation>
    </message>
    <message>
        <source>Text in pictures</source>
        <translation>Text im Bild</translation>
    </message>
    <message>
        <source>Mentions</source>
        <translation>Erwähnungen</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>Stimmen</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>Geräusche</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Part of a word</source>
        <translation>Teil eines Wortes</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>Stimme</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Geräusch</translation>
    </message>
    <message>
        <source>Copies of</source>
        <translation>Kopien von</translation>
    </message>
    <message>
        <source>Licence plate</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Phone number</source>
        <translation>Telefonnummer</translation>
    </message>
    <message>
        <source>Bank account</source>
        <translation>Bankkonto</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>E-Mail-Adresse</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>Date mentioned</source>
        <translation>Erwähntes Datum</translation>
    </message>
    <message>
        <source>Sum of money</source>
        <translation>Geldbetrag</translation>
    </message>
    <message>
        <source>Name mentioned</source>
        <translation>Erwähnter Name</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Beweismittel</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>File from</source>
        <translation>Datei ab</translation>
    </message>
    <message>
        <source>File until</source>
        <translation>Datei bis</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Sound recording</source>
        <translation>Tonaufnahme</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>{name} (unconfirmed)</source>
        <translation>{name} (unbestätigt)</translation>
    </message>
    <message>
        <source>Candidate · very similar</source>
        <translation>Kandidat · sehr ähnlich</translation>
    </message>
    <message>
        <source>Candidate · similar</source>
        <translation>Kandidat · ähnlich</translation>
    </message>
    <message>
        <source>Candidate · somewhat similar</source>
        <translation>Kandidat · etwas ähnlich</translation>
    </message>
    <message>
        <source>Similarity {likeness}</source>
        <translation>Ähnlichkeit {likeness}</translation>
    </message>
    <message>
        <source>Speaks</source>
        <translation>Spricht</translation>
    </message>
    <message>
        <source>{name} (disputed)</source>
        <translation>{name} (strittig)</translation>
    </message>
    <message>
        <source>Shows the same</source>
        <translation>Zeigt dasselbe</translation>
    </message>
    <message>
        <source>Face in the picture</source>
        <translation>Gesicht im Bild</translation>
    </message>
    <message>
        <source>{number} ms</source>
        <translation>{number} ms</translation>
    </message>
    <message>
        <source>{number} min</source>
        <translation>{number} min</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number} s</translation>
    </message>
    <message>
        <source>at the same time · {what}</source>
        <translation>gleichzeitig · {what}</translation>
    </message>
    <message>
        <source>{length} later · {what}</source>
        <translation>{length} später · {what}</translation>
    </message>
    <message>
        <source>{length} before · {what}</source>
        <translation>{length} vorher · {what}</translation>
    </message>
</context>
<context>
    <name>SearchPanel</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Search the Case</source>
        <translation>Fall durchsuchen</translation>
    </message>
    <message>
        <source>Back to the Search Field</source>
        <translation>Zurück zum Suchfeld</translation>
    </message>
    <message>
        <source>Play Next Result</source>
        <translation>Nächsten Treffer abspielen</translation>
    </message>
    <message>
        <source>Play Previous Result</source>
        <translation>Vorherigen Treffer abspielen</translation>
    </message>
    <message>
        <source>Search Again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>Keep Search in a Tab</source>
        <translation>Suche in Tab behalten</translation>
    </message>
    <message>
        <source>Save Search …</source>
        <translation>Suche speichern …</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Reopen Closed Tab</source>
        <translation>Geschlossenen Tab wieder öffnen</translation>
    </message>
    <message>
        <source>Close Tab</source>
        <translation>Tab schließen</translation>
    </message>
    <message>
        <source>Pin or Unpin Tab</source>
        <translation>Tab anheften oder lösen</translation>
    </message>
    <message>
        <source>Next Tab</source>
        <translation>Nächster Tab</translation>
    </message>
    <message>
        <source>Previous Tab</source>
        <translation>Vorheriger Tab</translation>
    </message>
    <message>
        <source>Export Results …</source>
        <translation>Treffer exportieren …</translation>
    </message>
    <message>
        <source>Search for a Face from a Picture …</source>
        <translation>Gesicht aus einem Bild suchen …</translation>
    </message>
    <message>
        <source>Tabs of results</source>
        <translation>Tabs mit Treffern</translation>
    </message>
</context>
<context>
    <name>SearchView</name>
    <message>
        <source>Words, “a phrase”, person:Ada, object:car …</source>
        <translation>Wörter, person:Ada, objekt:car …</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Type words, or drop a picture of a face here</source>
        <translation>Wörter eingeben oder das Bild eines Gesichts hierher ziehen</translation>
    </message>
    <message>
        <source>Sort by item and time instead of relevance</source>
        <translation>Nach Beweismittel und Zeit statt nach Relevanz</translation>
    </message>
    <message>
        <source>In chronological order</source>
        <translation>In zeitlicher Reihenfolge</translation>
    </message>
    <message>
        <source>Save, export, search for a face</source>
        <translation>Speichern, exportieren, Gesicht suchen</translation>
    </message>
    <message>
        <source>More about this search</source>
        <translation>Mehr zu dieser Suche</translation>
    </message>
    <message>
        <source>Search Again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Face in a picture</source>
        <translation>Gesicht in einem Bild</translation>
    </message>
</context>
<context>
    <name>Tabs</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close tab</source>
        <translation>Tab schließen</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
</context>
</TS>
