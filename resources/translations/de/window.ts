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
        <source>Passphrase until now</source>
        <translation>Bisherige Passphrase</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>The passphrase is changed. The recovery key stays as it was.</source>
        <translation>Die Passphrase ist geändert. Der Wiederherstellungsschlüssel bleibt, wie er war.</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Type what you want to do</source>
        <translation>Tippen Sie, was Sie tun möchten</translation>
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
        <translation>Eine Analyse oder ein Import läuft.</translation>
    </message>
    <message>
        <source>It stops when the case is closed. What is finished stays, and it can go on later.</source>
        <translation>Sie endet, wenn der Fall geschlossen wird. Was fertig ist, bleibt, und sie kann später weitergehen.</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Beenden und schließen</translation>
    </message>
    <message>
        <source>Go on working</source>
        <translation>Weiterarbeiten</translation>
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
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Lock when nobody touched it for</source>
        <translation>Sperren, wenn niemand es berührt seit</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Like the System</source>
        <translation>Wie das System</translation>
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
        <source>How pictures and sound are covered is set in the menu View of an open case, and remembered for each deployment profile.</source>
        <translation>Wie Bilder und Ton verdeckt werden, stellen Sie im Menü „Ansicht“ eines offenen Falls ein; es wird für jedes Einsatzprofil gemerkt.</translation>
    </message>
</context>
<context>
    <name>ProtectionControls</name>
    <message>
        <source>Blur Pictures</source>
        <translation>Bilder weichzeichnen</translation>
    </message>
    <message>
        <source>Pictures in Grey</source>
        <translation>Bilder in Grau</translation>
    </message>
    <message>
        <source>Mute Sound</source>
        <translation>Ton stumm</translation>
    </message>
    <message>
        <source>Cover Again on Leaving the Item</source>
        <translation>Beim Verlassen des Beweismittels wieder verdecken</translation>
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
        <translation>Bilder und Ton freigeben</translation>
    </message>
    <message>
        <source>{key} reveals and covers again</source>
        <translation>{key} gibt frei und verdeckt wieder</translation>
    </message>
    <message>
        <source>Protection off</source>
        <translation>Schutz aus</translation>
    </message>
    <message>
        <source>Revealed: {key} covers</source>
        <translation>Freigegeben: {key} verdeckt</translation>
    </message>
    <message>
        <source>Revealed: {key} covers, {time} left</source>
        <translation>Freigegeben: {key} verdeckt, noch {time}</translation>
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
        <translation>Verdeckt ({kinds}): {key} gibt frei</translation>
    </message>
    <message>
        <source>Never by itself</source>
        <translation>Nie von selbst</translation>
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
        <source>Nobody can write where the case lies. You can look at everything, but change nothing.</source>
        <translation>Dort, wo der Fall liegt, kann niemand schreiben. Sie können alles ansehen, aber nichts ändern.</translation>
    </message>
    <message>
        <source>The case is open in another window or program. You can look at everything, but change nothing.</source>
        <translation>Der Fall ist in einem anderen Fenster oder Programm geöffnet. Sie können alles ansehen, aber nichts ändern.</translation>
    </message>
    <message>
        <source>Try Again to Write</source>
        <translation>Schreiben noch einmal versuchen</translation>
    </message>
    <message>
        <source>The case is yours to change now.</source>
        <translation>Sie können den Fall jetzt ändern.</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source> (reading only)</source>
        <translation> (nur lesen)</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>The window&apos;s settings could not be read. Defaults are used; cases are not affected.</source>
        <translation>Die Einstellungen des Fensters konnten nicht gelesen werden. Es gelten die Vorgaben; Fälle sind nicht betroffen.</translation>
    </message>
    <message>
        <source>The window&apos;s settings cannot be written: the folder is read-only or full.</source>
        <translation>Die Einstellungen des Fensters können nicht geschrieben werden: Der Ordner ist schreibgeschützt oder voll.</translation>
    </message>
</context>
<context>
    <name>Stages</name>
    <message>
        <source>Container and streams</source>
        <translation>Container und Spuren</translation>
    </message>
    <message>
        <source>Cuts</source>
        <translation>Schnitte</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>Kameraeinstellungen</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Face tracks</source>
        <translation>Gesichtsspuren</translation>
    </message>
    <message>
        <source>Face comparison</source>
        <translation>Gesichtsvergleich</translation>
    </message>
    <message>
        <source>Objects and persons</source>
        <translation>Objekte und Personen</translation>
    </message>
    <message>
        <source>Text in pictures</source>
        <translation>Text im Bild</translation>
    </message>
    <message>
        <source>Picture content</source>
        <translation>Bildinhalt</translation>
    </message>
    <message>
        <source>Near duplicates</source>
        <translation>Beinahe-Dubletten</translation>
    </message>
    <message>
        <source>Voice activity</source>
        <translation>Sprachaktivität</translation>
    </message>
    <message>
        <source>Transcription</source>
        <translation>Transkription</translation>
    </message>
    <message>
        <source>Voice comparison</source>
        <translation>Stimmvergleich</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>Sprecher</translation>
    </message>
    <message>
        <source>Sound events</source>
        <translation>Geräusche</translation>
    </message>
    <message>
        <source>Names, numbers, plates</source>
        <translation>Namen, Nummern, Kennzeichen</translation>
    </message>
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
        <source>Like the System</source>
        <translation>Wie das System</translation>
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
