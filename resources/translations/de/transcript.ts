<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Captions</name>
    <message>
        <source>Voice {number}</source>
        <translation>Stimme {number}</translation>
    </message>
    <message>
        <source>to be verified</source>
        <translation>zu prüfen</translation>
    </message>
    <message>
        <source>disputed</source>
        <translation>strittig</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>This word: {share} % sure</source>
        <translation>Dieses Wort: zu {share} % sicher</translation>
    </message>
    <message>
        <source>you</source>
        <translation>Ihnen</translation>
    </message>
    <message>
        <source>Worded by {who}. The machine heard:</source>
        <translation>Wortlaut von {who}. Die Maschine verstand:</translation>
    </message>
    <message>
        <source>This utterance: {share} % sure</source>
        <translation>Diese Äußerung: zu {share} % sicher</translation>
    </message>
    <message>
        <source>You have listened to {share} % of it.</source>
        <translation>Sie haben {share} % davon angehört.</translation>
    </message>
    <message>
        <source>Others ({who}) have listened to {share} % of it.</source>
        <translation>Andere ({who}) haben {share} % davon angehört.</translation>
    </message>
    <message>
        <source>Nobody has listened to it.</source>
        <translation>Noch niemand hat es angehört.</translation>
    </message>
    <message>
        <source>{share} % listened to</source>
        <translation>{share} % angehört</translation>
    </message>
    <message>
        <source>This item has no sound.</source>
        <translation>Dieses Beweismittel hat keinen Ton.</translation>
    </message>
    <message>
        <source>No speech was found in this item.</source>
        <translation>In diesem Beweismittel wurde keine Sprache gefunden.</translation>
    </message>
    <message>
        <source>{share} % of the sound is analysed so far.</source>
        <translation>Bisher sind {share} % des Tons ausgewertet.</translation>
    </message>
    <message>
        <source>The sound is not analysed yet. Start the analysis under Jobs.</source>
        <translation>Der Ton ist noch nicht ausgewertet. Starten Sie die Analyse unter „Aufträge“.</translation>
    </message>
    <message>
        <source>A part could not be analysed ({reason}). Jobs shows why; try it again there.</source>
        <translation>Ein Teil konnte nicht ausgewertet werden ({reason}). Den Grund zeigen die Aufträge; dort lässt es sich wiederholen.</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>repeats</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>The same words come again and again; the machine may have been caught in a loop.</source>
        <translation>Dieselben Wörter kehren immer wieder; die Maschine hing womöglich in einer Schleife.</translation>
    </message>
    <message>
        <source>no speech?</source>
        <translation>keine Sprache?</translation>
    </message>
    <message>
        <source>Perhaps nobody speaks here; such words are often invented.</source>
        <translation>Vielleicht spricht hier niemand; solche Wörter sind oft erfunden.</translation>
    </message>
    <message>
        <source>no voice</source>
        <translation>keine Stimme</translation>
    </message>
    <message>
        <source>Most of it lies where no voice was detected.</source>
        <translation>Das meiste davon liegt dort, wo keine Stimme erkannt wurde.</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>The machine was unsure about most of these words. Listen before you rely on them.</source>
        <translation>Die Maschine war sich bei den meisten dieser Wörter unsicher. Hören Sie nach, bevor Sie sich darauf stützen.</translation>
    </message>
</context>
<context>
    <name>Corrections</name>
    <message>
        <source>Edit Transcript</source>
        <translation>Transkript bearbeiten</translation>
    </message>
    <message>
        <source>Use the Machine&apos;s Words</source>
        <translation>Wortlaut der Maschine verwenden</translation>
    </message>
    <message>
        <source>Join Utterances</source>
        <translation>Äußerungen verbinden</translation>
    </message>
    <message>
        <source>Name Speaker</source>
        <translation>Sprecher benennen</translation>
    </message>
    <message>
        <source>Mark as Listened To</source>
        <translation>Als angehört markieren</translation>
    </message>
    <message>
        <source>Mark as Not Listened To</source>
        <translation>Als nicht angehört markieren</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Only &amp;doubtful</source>
        <translation>Nur &amp;Zweifelhaftes</translation>
    </message>
    <message>
        <source>Only what &amp;nobody has listened to</source>
        <translation>Nur, was noch &amp;niemand angehört hat</translation>
    </message>
    <message>
        <source>Only &amp;edited</source>
        <translation>Nur &amp;Bearbeitetes</translation>
    </message>
    <message>
        <source>&amp;Speakers</source>
        <translation>&amp;Sprecher</translation>
    </message>
    <message>
        <source>&amp;Languages</source>
        <translation>S&amp;prachen</translation>
    </message>
    <message>
        <source>Show &amp;everything</source>
        <translation>&amp;Alles zeigen</translation>
    </message>
    <message>
        <source>Nobody known</source>
        <translation>Niemand bekannt</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation>{number} von {total}</translation>
    </message>
    <message>
        <source>Find in transcript</source>
        <translation>Im Transkript suchen</translation>
    </message>
    <message>
        <source>Number of hits</source>
        <translation>Anzahl der Treffer</translation>
    </message>
    <message>
        <source>Previous hit (Shift+F3)</source>
        <translation>Vorheriger Treffer (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next hit (F3)</source>
        <translation>Nächster Treffer (F3)</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Name the speaker</source>
        <translation>Sprecher benennen</translation>
    </message>
    <message>
        <source>Who is {voice}?</source>
        <translation>Wer ist {voice}?</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>The name holds for this voice in every item. A second person verifies it unseen.</source>
        <translation>Der Name gilt für diese Stimme in jedem Beweismittel. Eine zweite Person prüft ihn, ohne ihn zu sehen.</translation>
    </message>
</context>
<context>
    <name>SpeakerList</name>
    <message>
        <source>{share} % of what is said</source>
        <translation>{share} % des Gesagten</translation>
    </message>
    <message>
        <source>Click: only their words. Double click or F2: name them.</source>
        <translation>Klick: nur ihre Worte. Doppelklick oder F2: benennen.</translation>
    </message>
</context>
<context>
    <name>TranscriptCommands</name>
    <message>
        <source>Find in Transcript</source>
        <translation>Im Transkript suchen</translation>
    </message>
    <message>
        <source>Next Hit</source>
        <translation>Nächster Treffer</translation>
    </message>
    <message>
        <source>Previous Hit</source>
        <translation>Vorheriger Treffer</translation>
    </message>
    <message>
        <source>Edit Utterance</source>
        <translation>Äußerung bearbeiten</translation>
    </message>
    <message>
        <source>Join with Next Utterance</source>
        <translation>Mit der nächsten Äußerung verbinden</translation>
    </message>
    <message>
        <source>Use the Machine&apos;s Words</source>
        <translation>Wortlaut der Maschine verwenden</translation>
    </message>
    <message>
        <source>Show the Machine&apos;s Words</source>
        <translation>Wortlaut der Maschine zeigen</translation>
    </message>
    <message>
        <source>Name Speaker…</source>
        <translation>Sprecher benennen …</translation>
    </message>
    <message>
        <source>Mark as Listened To, or Not</source>
        <translation>Als angehört markieren oder nicht</translation>
    </message>
    <message>
        <source>Next Doubtful Utterance</source>
        <translation>Nächste zweifelhafte Äußerung</translation>
    </message>
    <message>
        <source>Previous Doubtful Utterance</source>
        <translation>Vorherige zweifelhafte Äußerung</translation>
    </message>
    <message>
        <source>Next Utterance Nobody Has Listened To</source>
        <translation>Nächste Äußerung, die niemand angehört hat</translation>
    </message>
    <message>
        <source>Follow What Is Said</source>
        <translation>Dem Gesagten folgen</translation>
    </message>
    <message>
        <source>Transcripts of the Whole Case</source>
        <translation>Transkripte des ganzen Falls</translation>
    </message>
    <message>
        <source>Copy with Times</source>
        <translation>Mit Zeitangaben kopieren</translation>
    </message>
    <message>
        <source>Write Transcript to a File…</source>
        <translation>Transkript in eine Datei schreiben …</translation>
    </message>
</context>
<context>
    <name>TranscriptPage</name>
    <message>
        <source>Choose what is shown</source>
        <translation>Wählen, was gezeigt wird</translation>
    </message>
    <message>
        <source>Transcripts of the whole case (Shift+A)</source>
        <translation>Transkripte des ganzen Falls (Umschalt+A)</translation>
    </message>
    <message>
        <source>Transcripts of the whole case</source>
        <translation>Transkripte des ganzen Falls</translation>
    </message>
    <message>
        <source>Back to what is said (F)</source>
        <translation>Zurück zum Gesagten (F)</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>{shown} of {all} shown</source>
        <translation>{shown} von {all} gezeigt</translation>
    </message>
    <message>
        <source>Choose an item of evidence to read what is said in it.</source>
        <translation>Wählen Sie ein Beweismittel, um zu lesen, was darin gesagt wird.</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>Nothing fits what you chose.</source>
        <translation>Nichts entspricht Ihrer Auswahl.</translation>
    </message>
    <message>
        <source>1 utterance</source>
        <translation>1 Äußerung</translation>
    </message>
    <message>
        <source>{count} utterances</source>
        <translation>{count} Äußerungen</translation>
    </message>
    <message>
        <source>{share} % listened to</source>
        <translation>{share} % angehört</translation>
    </message>
    <message>
        <source>{count} doubtful</source>
        <translation>{count} zweifelhaft</translation>
    </message>
    <message>
        <source>corrections that fit nothing any more: {count}</source>
        <translation>Korrekturen, zu denen nichts mehr passt: {count}</translation>
    </message>
    <message>
        <source>still to be read: {count}</source>
        <translation>noch zu lesen: {count}</translation>
    </message>
</context>
<context>
    <name>TranscriptPanel</name>
    <message>
        <source>Transcript</source>
        <translation>Transkript</translation>
    </message>
    <message>
        <source>Wording; Enter keeps it, Escape leaves it</source>
        <translation>Wortlaut; Eingabe behält ihn, Esc verwirft ihn</translation>
    </message>
    <message>
        <source>The case is open elsewhere; here it can only be read.</source>
        <translation>Der Fall ist anderswo geöffnet; hier lässt er sich nur lesen.</translation>
    </message>
    <message>
        <source>Nothing here is doubtful.</source>
        <translation>Hier ist nichts zweifelhaft.</translation>
    </message>
    <message>
        <source>Everything here was listened to.</source>
        <translation>Hier wurde alles angehört.</translation>
    </message>
    <message>
        <source>There is no transcript to write.</source>
        <translation>Es gibt kein Transkript zu schreiben.</translation>
    </message>
</context>
<context>
    <name>WritingDialog</name>
    <message>
        <source>Write transcript: a plain file, not encrypted, which anybody can read</source>
        <translation>Transkript schreiben: eine unverschlüsselte Datei, die jeder lesen kann</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Text (*.txt)</translation>
    </message>
    <message>
        <source>Subtitles, SubRip (*.srt)</source>
        <translation>Untertitel, SubRip (*.srt)</translation>
    </message>
    <message>
        <source>Subtitles, WebVTT (*.vtt)</source>
        <translation>Untertitel, WebVTT (*.vtt)</translation>
    </message>
    <message>
        <source>Transcript written to {path}</source>
        <translation>Transkript geschrieben nach {path}</translation>
    </message>
</context>
</TS>
