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
        <source>you</source>
        <translation>Ihnen</translation>
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
        <source>unconfirmed</source>
        <translation>unbestätigt</translation>
    </message>
    <message>
        <source>This word: {share} % confidence</source>
        <translation>Dieses Wort: {share} % Konfidenz</translation>
    </message>
    <message>
        <source>Edited by {who}. Automatic transcript:</source>
        <translation>Bearbeitet von {who}. Automatisches Transkript:</translation>
    </message>
    <message>
        <source>This line: {share} % confidence</source>
        <translation>Diese Äußerung: {share} % Konfidenz</translation>
    </message>
    <message>
        <source>Not listened to yet.</source>
        <translation>Noch nicht angehört.</translation>
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
        <translation>Bisher sind {share} % des Tons analysiert.</translation>
    </message>
    <message>
        <source>The sound is not analysed yet. Start the analysis under Jobs.</source>
        <translation>Der Ton ist noch nicht analysiert. Starten Sie die Analyse unter „Aufträge“.</translation>
    </message>
    <message>
        <source>A part could not be analysed ({reason}). See Jobs for details and retry it there.</source>
        <translation>Ein Teil konnte nicht analysiert werden ({reason}). Einzelheiten unter „Aufträge“; dort können Sie es erneut versuchen.</translation>
    </message>
    <message>
        <source>repetition</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>The same words keep repeating; the speech recognition may be stuck in a loop.</source>
        <translation>Dieselben Wörter wiederholen sich; die Spracherkennung hängt womöglich in einer Schleife.</translation>
    </message>
    <message>
        <source>Perhaps nobody is speaking here; such words are often invented by the model.</source>
        <translation>Vielleicht spricht hier niemand; solche Wörter erfindet das Modell oft.</translation>
    </message>
    <message>
        <source>quiet</source>
        <translation>leise</translation>
    </message>
    <message>
        <source>The recording is very quiet here; it was made louder to be heard.</source>
        <translation>Die Aufnahme ist hier sehr leise; zum Erkennen wurde sie verstärkt.</translation>
    </message>
    <message>
        <source>language?</source>
        <translation>Sprache?</translation>
    </message>
    <message>
        <source>Perhaps another language is spoken here. Listen before you rely on these words.</source>
        <translation>Vielleicht wird hier eine andere Sprache gesprochen. Hören Sie nach, bevor Sie sich auf diese Wörter verlassen.</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>The speech recognition was unsure about most of these words. Listen before you rely on them.</source>
        <translation>Die Spracherkennung war sich bei den meisten dieser Wörter unsicher. Hören Sie nach, bevor Sie sich darauf stützen.</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>{share} % heard</source>
        <translation>{share} % angehört</translation>
    </message>
    <message>
        <source>no speech?</source>
        <translation>keine Sprache?</translation>
    </message>
    <message>
        <source>no voice</source>
        <translation>keine Stimme</translation>
    </message>
    <message>
        <source>Most of it lies where no voice was detected.</source>
        <translation>Das meiste davon liegt dort, wo keine Stimme erkannt wurde.</translation>
    </message>
</context>
<context>
    <name>Corrections</name>
    <message>
        <source>Edit Transcript</source>
        <translation>Transkript bearbeiten</translation>
    </message>
    <message>
        <source>Restore Automatic Transcript</source>
        <translation>Automatisches Transkript wiederherstellen</translation>
    </message>
    <message>
        <source>Join Lines</source>
        <translation>Äußerungen verbinden</translation>
    </message>
    <message>
        <source>Mark as Heard</source>
        <translation>Als angehört markieren</translation>
    </message>
    <message>
        <source>Mark as Unheard</source>
        <translation>Als nicht angehört markieren</translation>
    </message>
    <message>
        <source>Name Speaker</source>
        <translation>Sprecher benennen</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Only &amp;uncertain</source>
        <translation>Nur &amp;Unsicheres</translation>
    </message>
    <message>
        <source>Only u&amp;nheard</source>
        <translation>Nur &amp;Ungehörtes</translation>
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
        <source>No known speakers</source>
        <translation>Keine bekannten Sprecher</translation>
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
        <source>The name applies to this voice in every item. A second person confirms it without seeing it.</source>
        <translation>Der Name gilt für diese Stimme in jedem Beweismittel. Eine zweite Person bestätigt ihn, ohne ihn zu sehen.</translation>
    </message>
</context>
<context>
    <name>SpeakerList</name>
    <message>
        <source>{share} % of what is said</source>
        <translation>{share} % des Gesagten</translation>
    </message>
    <message>
        <source>Click: show only this speaker. Double-click or F2: name the speaker.</source>
        <translation>Klick: nur diesen Sprecher zeigen. Doppelklick oder F2: Sprecher benennen.</translation>
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
        <source>Edit Line</source>
        <translation>Äußerung bearbeiten</translation>
    </message>
    <message>
        <source>Join with Next Line</source>
        <translation>Mit der nächsten Äußerung verbinden</translation>
    </message>
    <message>
        <source>Restore Automatic Transcript</source>
        <translation>Automatisches Transkript wiederherstellen</translation>
    </message>
    <message>
        <source>Show Automatic Transcript</source>
        <translation>Automatisches Transkript zeigen</translation>
    </message>
    <message>
        <source>Mark as Heard or Unheard</source>
        <translation>Als angehört oder ungehört markieren</translation>
    </message>
    <message>
        <source>Next Uncertain Line</source>
        <translation>Nächste unsichere Äußerung</translation>
    </message>
    <message>
        <source>Previous Uncertain Line</source>
        <translation>Vorherige unsichere Äußerung</translation>
    </message>
    <message>
        <source>Next Unheard Line</source>
        <translation>Nächste ungehörte Äußerung</translation>
    </message>
    <message>
        <source>Follow Playback</source>
        <translation>Wiedergabe folgen</translation>
    </message>
    <message>
        <source>Export Transcript…</source>
        <translation>Transkript exportieren …</translation>
    </message>
    <message>
        <source>Name Speaker…</source>
        <translation>Sprecher benennen …</translation>
    </message>
    <message>
        <source>Transcripts of the Whole Case</source>
        <translation>Transkripte des ganzen Falls</translation>
    </message>
    <message>
        <source>Copy with Times</source>
        <translation>Mit Zeitangaben kopieren</translation>
    </message>
</context>
<context>
    <name>TranscriptPage</name>
    <message>
        <source>Choose what to show</source>
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
        <source>Back to playback (F)</source>
        <translation>Zurück zur Wiedergabe (F)</translation>
    </message>
    <message>
        <source>Choose an item to read its transcript.</source>
        <translation>Wählen Sie ein Beweismittel, um sein Transkript zu lesen.</translation>
    </message>
    <message>
        <source>Nothing matches your selection.</source>
        <translation>Nichts entspricht Ihrer Auswahl.</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 Äußerung</translation>
    </message>
    <message>
        <source>{count} lines</source>
        <translation>{count} Äußerungen</translation>
    </message>
    <message>
        <source>{share} % heard</source>
        <translation>{share} % angehört</translation>
    </message>
    <message>
        <source>{count} uncertain</source>
        <translation>{count} unsicher</translation>
    </message>
    <message>
        <source>corrections that no longer match: {count}</source>
        <translation>Korrekturen ohne Entsprechung: {count}</translation>
    </message>
    <message>
        <source>still loading: {count}</source>
        <translation>wird noch geladen: {count}</translation>
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
        <source>Reading …</source>
        <translation>Wird gelesen …</translation>
    </message>
</context>
<context>
    <name>TranscriptPanel</name>
    <message>
        <source>Transcript</source>
        <translation>Transkript</translation>
    </message>
    <message>
        <source>Wording; Enter saves it, Escape discards it</source>
        <translation>Wortlaut; Eingabetaste übernimmt, Esc verwirft</translation>
    </message>
    <message>
        <source>The case is open elsewhere and is read-only here.</source>
        <translation>Der Fall ist anderswo geöffnet und hier schreibgeschützt.</translation>
    </message>
    <message>
        <source>Nothing here is uncertain.</source>
        <translation>Hier ist nichts unsicher.</translation>
    </message>
    <message>
        <source>Everything here has been heard.</source>
        <translation>Hier wurde alles angehört.</translation>
    </message>
    <message>
        <source>There is no transcript to export.</source>
        <translation>Es gibt kein Transkript zum Exportieren.</translation>
    </message>
</context>
<context>
    <name>WritingDialog</name>
    <message>
        <source>Export transcript</source>
        <translation>Transkript exportieren</translation>
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
        <source>Transcript exported to {path}</source>
        <translation>Transkript exportiert nach {path}</translation>
    </message>
</context>
</TS>
