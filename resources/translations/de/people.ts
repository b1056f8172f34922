<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>FaceStrip</name>
    <message>
        <source>quality {quality} · {side} px</source>
        <translation>Güte {quality} · {side} px</translation>
    </message>
    <message>
        <source>not exact</source>
        <translation>nicht exakt</translation>
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
        <source>Review Doubts…</source>
        <translation>Zweifel klären …</translation>
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
        <source>Play Clearest Sighting</source>
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
        <translation>Gewählte Sprecher abtrennen</translation>
    </message>
    <message>
        <source>Move the Selected Speakers to…</source>
        <translation>Gewählte Sprecher verschieben zu …</translation>
    </message>
    <message>
        <source>Not This Voice</source>
        <translation>Nicht diese Stimme</translation>
    </message>
    <message>
        <source>New Subject from the Selected Speakers…</source>
        <translation>Neue Person aus gewählten Sprechern …</translation>
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
        <source>Doubts</source>
        <translation>Zweifel</translation>
    </message>
    <message>
        <source>Answer what the machine is unsure about, one key each</source>
        <translation>Beantworten, worin die Maschine unsicher ist; je eine Taste</translation>
    </message>
    <message>
        <source>Say who people are, without having seen what somebody else said</source>
        <translation>Sagen, wer jemand ist, ohne die Antwort anderer gesehen zu haben</translation>
    </message>
    <message>
        <source>This case is open elsewhere and can only be looked at.</source>
        <translation>Dieser Fall ist anderswo geöffnet und kann nur angesehen werden.</translation>
    </message>
    <message>
        <source>Verify ({count})</source>
        <translation>Bestätigen ({count})</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Looking who there is… In a large case this takes minutes the first time; everything else can be used meanwhile.</source>
        <translation>Es wird nachgesehen, wer vorkommt … In einem großen Fall dauert das beim ersten Mal Minuten; alles andere kann inzwischen benutzt werden.</translation>
    </message>
    <message>
        <source>Nobody is called that.</source>
        <translation>So heißt niemand.</translation>
    </message>
    <message>
        <source>Nobody yet. Analyse the evidence, and whoever appears in it is listed here.</source>
        <translation>Noch niemand. Analysieren Sie die Beweismittel; wer darin vorkommt, wird hier aufgeführt.</translation>
    </message>
    <message>
        <source>No voices yet. Analyse evidence with sound, and whoever speaks is listed here.</source>
        <translation>Noch keine Stimmen. Analysieren Sie Beweismittel mit Ton; wer spricht, wird hier aufgeführt.</translation>
    </message>
</context>
<context>
    <name>ReviewDialog</name>
    <message>
        <source>Doubts</source>
        <translation>Zweifel</translation>
    </message>
    <message>
        <source>Back (←)</source>
        <translation>Zurück (←)</translation>
    </message>
    <message>
        <source>Same (Y)</source>
        <translation>Gleich (Y)</translation>
    </message>
    <message>
        <source>Not the same (N)</source>
        <translation>Nicht gleich (N)</translation>
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
        <source>Take back (⌫)</source>
        <translation>Zurücknehmen (⌫)</translation>
    </message>
    <message>
        <source>Answer a doubt</source>
        <translation>Zweifel beantworten</translation>
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
        <source>Nothing is in doubt any more.</source>
        <translation>Es gibt keine Zweifel mehr.</translation>
    </message>
    <message>
        <source>No doubts.</source>
        <translation>Keine Zweifel.</translation>
    </message>
    <message>
        <source>Close this with Escape; new doubts may follow from new evidence.</source>
        <translation>Schließen Sie mit Esc; aus neuen Beweismitteln können neue Zweifel folgen.</translation>
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
    <message>
        <source>You said: the same.</source>
        <translation>Ihre Antwort: gleich.</translation>
    </message>
    <message>
        <source>You said: not the same.</source>
        <translation>Ihre Antwort: nicht gleich.</translation>
    </message>
    <message>
        <source>Likeness {value}: too little to join them unasked.</source>
        <translation>Ähnlichkeit {value}: zu wenig, um sie ungefragt zusammenzuführen.</translation>
    </message>
    <message>
        <source>Likeness {value}: it fits this person badly.</source>
        <translation>Ähnlichkeit {value}: passt schlecht zu dieser Person.</translation>
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
        <translation>Kann ich nicht sagen</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Recorded that you cannot say. The first answer was “{name}”.</source>
        <translation>Vermerkt, dass Sie es nicht sagen können. Die erste Antwort war „{name}“.</translation>
    </message>
    <message>
        <source>You agree: {name} is verified.</source>
        <translation>Übereinstimmung: {name} ist bestätigt.</translation>
    </message>
    <message>
        <source>You said “{mine}”, the first answer was “{name}”: disputed.</source>
        <translation>Ihre Antwort „{mine}“, die erste Antwort „{name}“: strittig.</translation>
    </message>
    <message>
        <source>Recorded. The first answer was “{name}”; it is now: {status}.</source>
        <translation>Vermerkt. Die erste Antwort war „{name}“; Stand: {status}.</translation>
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
        <source>You named this person first; somebody else has to answer, without seeing your name.</source>
        <translation>Sie haben diese Person zuerst benannt; jemand anderes muss antworten, ohne Ihren Namen dafür zu sehen.</translation>
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
        <source>Which is the same voice as {name}?</source>
        <translation>Welche Stimme ist dieselbe wie {name}?</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>Merge voices</source>
        <translation>Stimmen zusammenführen</translation>
    </message>
    <message>
        <source>Split off voices</source>
        <translation>Stimmen abtrennen</translation>
    </message>
    <message>
        <source>This is all there is of that voice: nothing is left to split from.</source>
        <translation>Mehr gibt es von dieser Stimme nicht; abzutrennen ist nichts.</translation>
    </message>
    <message>
        <source>Whose voice is it?</source>
        <translation>Wessen Stimme ist es?</translation>
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
        <source>Somebody named this voice already. Answer without seeing the name: Verify Names…</source>
        <translation>Diese Stimme wurde bereits von jemandem benannt. Antworten Sie, ohne den Namen zu sehen: Namen bestätigen …</translation>
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
    <message>
        <source>New subject</source>
        <translation>Neue Person</translation>
    </message>
</context>
</TS>
