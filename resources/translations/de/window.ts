<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ChangePassphraseDialog</name>
    <message>
        <source>Change the passphrase</source>
        <translation>Passphrase ändern</translation>
    </message>
    <message>
        <source>Current passphrase</source>
        <translation>Aktuelle Passphrase</translation>
    </message>
    <message>
        <source>The passphrase has been changed. The recovery key stays the same.</source>
        <translation>Die Passphrase wurde geändert. Der Wiederherstellungsschlüssel bleibt gleich.</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Type what you want to do</source>
        <translation>Befehl eingeben</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>under 1 s</source>
        <translation>unter 1 s</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>An analysis or an import is running.</source>
        <translation>Eine Analyse oder ein Import läuft noch.</translation>
    </message>
    <message>
        <source>Closing the case stops it. Finished work is kept, and you can continue later.</source>
        <translation>Beim Schließen des Falls wird der Vorgang angehalten. Was fertig ist, bleibt erhalten; Sie können später fortfahren.</translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation>Weiterarbeiten</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Anhalten und schließen</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Lock after inactivity of</source>
        <translation>Sperren bei Inaktivität nach</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Follow system</source>
        <translation>Wie System</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>Passphrase ändern</translation>
    </message>
    <message>
        <source>How pictures and sound are covered is set in the View menu of an open case and remembered for each deployment profile.</source>
        <translation>Wie Bilder und Ton verdeckt werden, legen Sie im Menü „Ansicht“ eines offenen Falls fest. Die Einstellung gilt je Einsatzprofil.</translation>
    </message>
</context>
<context>
    <name>ProtectionControls</name>
    <message>
        <source>Blur Pictures</source>
        <translation>Bilder weichzeichnen</translation>
    </message>
    <message>
        <source>Mute Sound</source>
        <translation>Ton stumm</translation>
    </message>
    <message>
        <source>Cover Again After</source>
        <translation>Wieder verdecken nach</translation>
    </message>
    <message>
        <source>Cover Again</source>
        <translation>Wieder verdecken</translation>
    </message>
    <message>
        <source>Reveal Pictures and Sound</source>
        <translation>Bilder und Ton einblenden</translation>
    </message>
    <message>
        <source>Grey Pictures</source>
        <translation>Bilder in Graustufen</translation>
    </message>
    <message>
        <source>Cover Again When Leaving the Item</source>
        <translation>Beim Verlassen des Beweismittels wieder verdecken</translation>
    </message>
    <message>
        <source>{key} reveals or covers</source>
        <translation>{key} blendet ein oder verdeckt</translation>
    </message>
    <message>
        <source>Blur off</source>
        <translation>Weichzeichnen aus</translation>
    </message>
    <message>
        <source>Revealed: {key} covers</source>
        <translation>Eingeblendet: {key} verdeckt</translation>
    </message>
    <message>
        <source>Revealed: {key} covers, {time} left</source>
        <translation>Eingeblendet: {key} verdeckt, noch {time}</translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>weichgezeichnet</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>grau</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>stumm</translation>
    </message>
    <message>
        <source>Covered ({kinds}): {key} reveals</source>
        <translation>Verdeckt ({kinds}): {key} blendet ein</translation>
    </message>
    <message>
        <source>Never automatically</source>
        <translation>Nie automatisch</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadingOnly</name>
    <message>
        <source>The folder of this case is write-protected. You can view everything, but change nothing.</source>
        <translation>Der Ordner dieses Falls ist schreibgeschützt. Sie können alles ansehen, aber nichts ändern.</translation>
    </message>
    <message>
        <source>The case is open in another window or program. You can view everything, but change nothing.</source>
        <translation>Der Fall ist in einem anderen Fenster oder Programm geöffnet. Sie können alles ansehen, aber nichts ändern.</translation>
    </message>
    <message>
        <source>Try to Edit Again</source>
        <translation>Bearbeiten erneut versuchen</translation>
    </message>
    <message>
        <source>You can edit the case now.</source>
        <translation>Sie können den Fall jetzt bearbeiten.</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source> (read-only)</source>
        <translation> (schreibgeschützt)</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>The window&apos;s settings could not be read. Defaults are used; cases are not affected.</source>
        <translation>Die Einstellungen konnten nicht gelesen werden. AIMA verwendet die Vorgaben; Fälle sind nicht betroffen.</translation>
    </message>
    <message>
        <source>The window&apos;s settings cannot be saved: the folder is read-only or full.</source>
        <translation>Die Einstellungen können nicht gespeichert werden: Der Ordner ist schreibgeschützt oder voll.</translation>
    </message>
</context>
<context>
    <name>Stages</name>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Speech and sound</source>
        <translation>Sprache und Ton</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Pictures and shots</source>
        <translation>Bilder und Einstellungen</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Sonstiges</translation>
    </message>
</context>
<context>
    <name>WindowCommands</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <source>Close Case</source>
        <translation>Fall schließen</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Follow System</source>
        <translation>Wie System</translation>
    </message>
    <message>
        <source>Layout: Review</source>
        <translation>Anordnung: Sichten</translation>
    </message>
    <message>
        <source>Layout: People</source>
        <translation>Anordnung: Personen</translation>
    </message>
    <message>
        <source>Layout: Writing</source>
        <translation>Anordnung: Schreiben</translation>
    </message>
    <message>
        <source>All Commands…</source>
        <translation>Alle Befehle …</translation>
    </message>
    <message>
        <source>Keyboard…</source>
        <translation>Tastatur …</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>Peop&amp;le</source>
        <translation>&amp;Personen</translation>
    </message>
    <message>
        <source>&amp;Transcript</source>
        <translation>&amp;Transkript</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Suche</translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation>Auf&amp;träge</translation>
    </message>
    <message>
        <source>&amp;Dossier</source>
        <translation>D&amp;ossier</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Undo: {what}</source>
        <translation>Rückgängig: {what}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo: {what}</source>
        <translation>Wiederholen: {what}</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
</context>
</TS>
