<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>FaceStrip</name>
    <message>
        <source>quality {quality} · {side} px</source>
        <translation>Qualität {quality} · {side} px</translation>
    </message>
    <message>
        <source>inexact</source>
        <translation>ungenau</translation>
    </message>
</context>
<context>
    <name>HeardList</name>
    <message>
        <source>{item} · from {time} · {seconds} s</source>
        <translation>{item} · ab {time} · {seconds} s</translation>
    </message>
    <message>
        <source>Where the voice is heard</source>
        <translation>Wo die Stimme zu hören ist</translation>
    </message>
</context>
<context>
    <name>PeopleModel</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n Beweismittel</numerusform>
            <numerusform>%n Beweismittel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n Gesicht</numerusform>
            <numerusform>%n Gesichter</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PeoplePanel</name>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Verify Names…</source>
        <translation>Namen bestätigen …</translation>
    </message>
    <message>
        <source>Find a Person</source>
        <translation>Person suchen</translation>
    </message>
    <message>
        <source>Show Faces</source>
        <translation>Gesichter zeigen</translation>
    </message>
    <message>
        <source>Review Uncertain Matches…</source>
        <translation>Unsichere Zuordnungen prüfen …</translation>
    </message>
    <message>
        <source>Play Clearest Appearance</source>
        <translation>Deutlichste Stelle abspielen</translation>
    </message>
    <message>
        <source>Name…</source>
        <translation>Benennen …</translation>
    </message>
    <message>
        <source>Merge…</source>
        <translation>Zusammenführen …</translation>
    </message>
    <message>
        <source>Split Off the Selected Speakers</source>
        <translation>Ausgewählte Sprecher herauslösen</translation>
    </message>
    <message>
        <source>Move the Selected Speakers to…</source>
        <translation>Ausgewählte Sprecher verschieben zu …</translation>
    </message>
    <message>
        <source>Not This Voice</source>
        <translation>Nicht diese Stimme</translation>
    </message>
    <message>
        <source>New Person from the Selected Speakers…</source>
        <translation>Neue Person aus den ausgewählten Sprechern …</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>Zu prüfen</translation>
    </message>
    <message>
        <source>Decide matches the analysis is unsure about, one key each</source>
        <translation>Zuordnungen entscheiden, bei denen die Analyse unsicher ist; je eine Taste</translation>
    </message>
    <message>
        <source>Confirm names without seeing the first answer</source>
        <translation>Namen bestätigen, ohne die erste Antwort zu sehen</translation>
    </message>
    <message>
        <source>This case is open elsewhere and is read-only here.</source>
        <translation>Dieser Fall ist anderswo geöffnet und hier schreibgeschützt.</translation>
    </message>
    <message>
        <source>Grouping people… In a large case this takes minutes the first time. You can go on working meanwhile.</source>
        <translation>Personen werden gruppiert … In einem großen Fall dauert das beim ersten Mal einige Minuten. Sie können inzwischen weiterarbeiten.</translation>
    </message>
    <message>
        <source>No person matches.</source>
        <translation>Keine Person passt.</translation>
    </message>
    <message>
        <source>Nobody yet. Analyse the evidence; the people who appear are listed here.</source>
        <translation>Noch keine Personen. Analysieren Sie die Beweismittel; gefundene Personen erscheinen hier.</translation>
    </message>
    <message>
        <source>No voices yet. Analyse evidence with sound; the voices are listed here.</source>
        <translation>Noch keine Stimmen. Analysieren Sie Beweismittel mit Ton; gefundene Stimmen erscheinen hier.</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>Stimmen</translation>
    </message>
    <message>
        <source>People or voices</source>
        <translation>Personen oder Stimmen</translation>
    </message>
    <message>
        <source>Find by name or number</source>
        <translation>Nach Name oder Nummer suchen</translation>
    </message>
    <message>
        <source>Verify ({count})</source>
        <translation>Bestätigen ({count})</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Bestätigen</translation>
    </message>
</context>
<context>
    <name>ReviewDialog</name>
    <message>
        <source>To review</source>
        <translation>Zu prüfen</translation>
    </message>
    <message>
        <source>Back (←)</source>
        <translation>Zurück (←)</translation>
    </message>
    <message>
        <source>Same (Y)</source>
        <translation>Dieselbe (Y)</translation>
    </message>
    <message>
        <source>Not the same (N)</source>
        <translation>Nicht dieselbe (N)</translation>
    </message>
    <message>
        <source>Later (U)</source>
        <translation>Später (U)</translation>
    </message>
    <message>
        <source>Forward (→)</source>
        <translation>Weiter (→)</translation>
    </message>
    <message>
        <source>Undo (⌫)</source>
        <translation>Zurücknehmen (⌫)</translation>
    </message>
    <message>
        <source>Review a match</source>
        <translation>Zuordnung prüfen</translation>
    </message>
    <message>
        <source>Everything is reviewed.</source>
        <translation>Alles ist geprüft.</translation>
    </message>
    <message>
        <source>Nothing to review.</source>
        <translation>Nichts zu prüfen.</translation>
    </message>
    <message>
        <source>Press Escape to close. New evidence may bring new questions.</source>
        <translation>Schließen mit Esc. Neue Beweismittel können neue Fragen aufwerfen.</translation>
    </message>
    <message>
        <source>Your answer: the same.</source>
        <translation>Ihre Antwort: dieselbe.</translation>
    </message>
    <message>
        <source>Your answer: not the same.</source>
        <translation>Ihre Antwort: nicht dieselbe.</translation>
    </message>
    <message>
        <source>Similarity {value}: too low to merge them automatically.</source>
        <translation>Ähnlichkeit {value}: zu gering, um sie automatisch zusammenzuführen.</translation>
    </message>
    <message>
        <source>Similarity {value}: a poor match for this person.</source>
        <translation>Ähnlichkeit {value}: passt schlecht zu dieser Person.</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} von {count}</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) answered</source>
        <translation>
            <numerusform>%n Frage beantwortet</numerusform>
            <numerusform>%n Fragen beantwortet</numerusform>
        </translation>
    </message>
    <message>
        <source>Is this the same person?</source>
        <translation>Ist das dieselbe Person?</translation>
    </message>
    <message>
        <source>Is this the same voice?</source>
        <translation>Ist das dieselbe Stimme?</translation>
    </message>
    <message>
        <source>Is this {name}?</source>
        <translation>Ist das {name}?</translation>
    </message>
    <message>
        <source>This face</source>
        <translation>Dieses Gesicht</translation>
    </message>
</context>
<context>
    <name>VerifyDialog</name>
    <message>
        <source>Verify names</source>
        <translation>Namen bestätigen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Your answer</source>
        <translation>Ihre Antwort</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>I cannot say</source>
        <translation>Weiß ich nicht</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Recorded that you cannot say. The first answer was “{name}”.</source>
        <translation>Vermerkt, dass Sie es nicht wissen. Die erste Antwort war „{name}“.</translation>
    </message>
    <message>
        <source>You agree: {name} is verified.</source>
        <translation>Übereinstimmung: {name} ist bestätigt.</translation>
    </message>
    <message>
        <source>Your answer: “{mine}”. First answer: “{name}”. The name is disputed.</source>
        <translation>Ihre Antwort: „{mine}“. Erste Antwort: „{name}“. Der Name ist strittig.</translation>
    </message>
    <message>
        <source>Recorded. First answer: “{name}”. Status: {status}.</source>
        <translation>Vermerkt. Erste Antwort: „{name}“. Stand: {status}.</translation>
    </message>
    <message>
        <source>You named this person first; someone else has to confirm the name without seeing it.</source>
        <translation>Sie haben diese Person zuerst benannt; jemand anderes muss den Namen bestätigen, ohne ihn zu sehen.</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} von {count}</translation>
    </message>
    <message>
        <source>No name waits for your answer.</source>
        <translation>Kein Name wartet auf Ihre Antwort.</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>Wer ist das?</translation>
    </message>
    <message>
        <source>Whose voice is this?</source>
        <translation>Wessen Stimme ist das?</translation>
    </message>
</context>
<context>
    <name>VoiceActions</name>
    <message>
        <source>Merge</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>Which voice is the same as {name}?</source>
        <translation>Welche Stimme ist dieselbe wie {name}?</translation>
    </message>
    <message>
        <source>Merge voices</source>
        <translation>Stimmen zusammenführen</translation>
    </message>
    <message>
        <source>Split off voices</source>
        <translation>Stimmen herauslösen</translation>
    </message>
    <message>
        <source>This is the whole voice; there is nothing to split off.</source>
        <translation>Das ist die ganze Stimme; es gibt nichts herauszulösen.</translation>
    </message>
    <message>
        <source>Someone has already named this voice. Confirm without seeing the name: Verify Names…</source>
        <translation>Diese Stimme wurde bereits benannt. Bestätigen Sie, ohne den Namen zu sehen: Namen bestätigen …</translation>
    </message>
    <message>
        <source>New person</source>
        <translation>Neue Person</translation>
    </message>
    <message>
        <source>Whose voice is it?</source>
        <translation>Wessen Stimme ist das?</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Move voices</source>
        <translation>Stimmen verschieben</translation>
    </message>
    <message>
        <source>Not this voice</source>
        <translation>Nicht diese Stimme</translation>
    </message>
    <message>
        <source>Whose voice is {name}?</source>
        <translation>Wessen Stimme ist {name}?</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name a voice</source>
        <translation>Stimme benennen</translation>
    </message>
</context>
</TS>
