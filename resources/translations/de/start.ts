<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AlreadyOpen</name>
    <message>
        <source>AIMA is open for this account already, but its window does not answer.</source>
        <translation>AIMA ist für dieses Konto schon geöffnet, aber sein Fenster antwortet nicht.</translation>
    </message>
    <message>
        <source>Wait a moment and start it again. If that does not help, end the process named AIMA or restart the computer; what was finished and decided is stored.</source>
        <translation>Warten Sie einen Augenblick und starten Sie es noch einmal. Hilft das nicht, beenden Sie den Prozess namens AIMA oder starten Sie den Rechner neu; was fertig und entschieden war, ist gespeichert.</translation>
    </message>
</context>
<context>
    <name>CasesModel</name>
    <message>
        <source>Case {id}</source>
        <translation>Fall {id}</translation>
    </message>
    <message>
        <source>never opened here</source>
        <translation>hier noch nie geöffnet</translation>
    </message>
    <message>
        <source>opened {date}</source>
        <translation>geöffnet am {date}</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n Beweismittel</numerusform>
            <numerusform>%n Beweismittel</numerusform>
        </translation>
    </message>
    <message>
        <source>should be gone since {date}</source>
        <translation>sollte seit {date} gelöscht sein</translation>
    </message>
    <message numerus="yes">
        <source>must be gone in %n day(s)</source>
        <translation>
            <numerusform>muss in %n Tag gelöscht sein</numerusform>
            <numerusform>muss in %n Tagen gelöscht sein</numerusform>
        </translation>
    </message>
    <message>
        <source>kept until {date}</source>
        <translation>aufbewahrt bis {date}</translation>
    </message>
</context>
<context>
    <name>CasesPage</name>
    <message>
        <source>Cases</source>
        <translation>Fälle</translation>
    </message>
    <message>
        <source>Find a case by name or purpose</source>
        <translation>Fall nach Name oder Zweck suchen</translation>
    </message>
    <message>
        <source>Find a case</source>
        <translation>Fall suchen</translation>
    </message>
    <message>
        <source>New Case…</source>
        <translation>Neuer Fall …</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>Wiederherstellen …</translation>
    </message>
    <message>
        <source>Take cases back from the folder of a backup</source>
        <translation>Fälle aus dem Ordner einer Sicherung zurückholen</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Set Up…</source>
        <translation>Einrichten …</translation>
    </message>
    <message>
        <source>Model packs and what this computer offers</source>
        <translation>Modellpakete, und was dieser Rechner bietet</translation>
    </message>
    <message>
        <source>The case is being opened</source>
        <translation>Der Fall wird geöffnet</translation>
    </message>
    <message>
        <source>No case is called that, and none has such a purpose. Esc shows all.</source>
        <translation>Kein Fall heißt so, und keiner hat einen solchen Zweck. Esc zeigt alle.</translation>
    </message>
    <message>
        <source>There is no case yet. A case holds evidence, what was found in it and what people decided, encrypted and apart from other cases. Make the first one, or restore cases from a backup.</source>
        <translation>Es gibt noch keinen Fall. Ein Fall enthält Beweismittel, was darin gefunden wurde und was Menschen entschieden haben, verschlüsselt und von anderen Fällen getrennt. Legen Sie den ersten an, oder stellen Sie Fälle aus einer Sicherung wieder her.</translation>
    </message>
</context>
<context>
    <name>DeviceStep</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Where shall analyses run? Results are the same; a graphics card is faster.</source>
        <translation>Wo sollen Analysen laufen? Die Ergebnisse sind dieselben; eine Grafikkarte ist schneller.</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Looking at this computer</source>
        <translation>Dieser Rechner wird untersucht</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Graphics card {device}</source>
        <translation>Grafikkarte {device}</translation>
    </message>
    <message>
        <source>Processor: {threads} threads, {memory} of memory</source>
        <translation>Prozessor: {threads} Threads, {memory} Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Space for cases</source>
        <translation>Platz für Fälle</translation>
    </message>
    <message>
        <source>Space for model packs</source>
        <translation>Platz für Modellpakete</translation>
    </message>
    <message>
        <source>Keyring: there is one</source>
        <translation>Schlüsselbund: vorhanden</translation>
    </message>
    <message>
        <source>Keyring: none, the passphrase alone protects accounts</source>
        <translation>Schlüsselbund: keiner, die Passphrase allein schützt Konten</translation>
    </message>
    <message>
        <source>Graphics card: none that can be used; the processor does everything</source>
        <translation>Grafikkarte: keine nutzbare; der Prozessor übernimmt alles</translation>
    </message>
    <message>
        <source>Graphics card {device}: {memory}</source>
        <translation>Grafikkarte {device}: {memory}</translation>
    </message>
    <message>
        <source>Graphics card {device}: there, but this installation cannot use it</source>
        <translation>Grafikkarte {device}: vorhanden, aber diese Installation kann sie nicht nutzen</translation>
    </message>
    <message>
        <source>{what}: {free} free</source>
        <translation>{what}: {free} frei</translation>
    </message>
    <message>
        <source>Evidence is copied into the case: make room or choose another disk.</source>
        <translation>Beweismittel werden in den Fall kopiert: Schaffen Sie Platz, oder wählen Sie einen anderen Datenträger.</translation>
    </message>
    <message>
        <source>Files are read in a sealed-off process: all protections are in force</source>
        <translation>Dateien werden in einem abgeschotteten Prozess gelesen: Alle Schutzmaßnahmen greifen</translation>
    </message>
    <message>
        <source>Files are read in a process of their own, but this system lacks some protections ({missing}). Analyse files of unknown origin elsewhere.</source>
        <translation>Dateien werden in einem eigenen Prozess gelesen, aber diesem System fehlen einige Schutzmaßnahmen ({missing}). Analysieren Sie Dateien unbekannter Herkunft anderswo.</translation>
    </message>
    <message>
        <source>Libraries: {what}. Install AIMA again.</source>
        <translation>Bibliotheken: {what}. Installieren Sie AIMA neu.</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Step {number} of {total}</source>
        <translation>Schritt {number} von {total}</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>The account is being made</source>
        <translation>Das Konto wird angelegt</translation>
    </message>
    <message>
        <source>Make the First Case</source>
        <translation>Ersten Fall anlegen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>The keyring kept nothing: the passphrase alone protects this account. Let it be a strong one.</source>
        <translation>Der Schlüsselbund hat nichts behalten: Die Passphrase allein schützt dieses Konto. Sie sollte stark sein.</translation>
    </message>
</context>
<context>
    <name>KeyStep</name>
    <message>
        <source>Your recovery key</source>
        <translation>Ihr Wiederherstellungsschlüssel</translation>
    </message>
    <message>
        <source>The account is made. This is shown once.</source>
        <translation>Das Konto ist angelegt. Dies wird nur einmal gezeigt.</translation>
    </message>
</context>
<context>
    <name>KeyringStep</name>
    <message>
        <source>Bind the account to this computer?</source>
        <translation>Das Konto an diesen Rechner binden?</translation>
    </message>
    <message>
        <source>This computer&apos;s keyring can hold a second secret that is needed beside the passphrase.</source>
        <translation>Der Schlüsselbund dieses Rechners kann ein zweites Geheimnis halten, das neben der Passphrase gebraucht wird.</translation>
    </message>
    <message>
        <source>Make Account</source>
        <translation>Konto anlegen</translation>
    </message>
    <message>
        <source>Yes, use the keyring</source>
        <translation>Ja, mit dem Schlüsselbund</translation>
    </message>
    <message>
        <source>Whoever copies the files elsewhere cannot even try passphrases. If this computer breaks, only the recovery key opens the account.</source>
        <translation>Wer die Dateien anderswohin kopiert, kann Passphrasen nicht einmal ausprobieren. Geht dieser Rechner kaputt, öffnet nur der Wiederherstellungsschlüssel das Konto.</translation>
    </message>
    <message>
        <source>No, the passphrase alone</source>
        <translation>Nein, die Passphrase allein</translation>
    </message>
    <message>
        <source>The account can be carried to another computer. Whoever copies the files can try passphrases, about one a second and core: let it be a strong one.</source>
        <translation>Das Konto kann auf einen anderen Rechner mitgenommen werden. Wer die Dateien kopiert, kann Passphrasen ausprobieren, etwa eine je Sekunde und Kern: Sie sollte stark sein.</translation>
    </message>
    <message>
        <source>This computer has no keyring that AIMA can use, so the passphrase alone protects the account.</source>
        <translation>Dieser Rechner hat keinen Schlüsselbund, den AIMA nutzen kann; die Passphrase allein schützt das Konto.</translation>
    </message>
</context>
<context>
    <name>LanguageStep</name>
    <message>
        <source>Welcome to AIMA</source>
        <translation>Willkommen bei AIMA</translation>
    </message>
    <message>
        <source>A few questions, then the first case. In which language shall AIMA speak?</source>
        <translation>Ein paar Fragen, dann der erste Fall. In welcher Sprache soll AIMA sprechen?</translation>
    </message>
    <message>
        <source>You have used AIMA before, on another computer?</source>
        <translation>Sie haben AIMA schon auf einem anderen Rechner benutzt?</translation>
    </message>
    <message>
        <source>Restore from a Backup…</source>
        <translation>Aus einer Sicherung wiederherstellen …</translation>
    </message>
</context>
<context>
    <name>NewCasePage</name>
    <message>
        <source>New case</source>
        <translation>Neuer Fall</translation>
    </message>
    <message>
        <source>All of this is encrypted, and stands in the case&apos;s log from its first entry on.</source>
        <translation>All das ist verschlüsselt und steht vom ersten Eintrag an im Protokoll des Falls.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Zweck</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>Rechtsgrundlage</translation>
    </message>
    <message>
        <source>Must be gone by</source>
        <translation>Zu löschen bis</translation>
    </message>
    <message>
        <source>Deployment profile</source>
        <translation>Einsatzprofil</translation>
    </message>
    <message>
        <source>What the case is called among you</source>
        <translation>Wie der Fall bei Ihnen heißt</translation>
    </message>
    <message>
        <source>What the evidence is analysed for</source>
        <translation>Wofür die Beweismittel analysiert werden</translation>
    </message>
    <message>
        <source>What allows it: a section of law, a warrant, consent</source>
        <translation>Was es erlaubt: ein Paragraph, ein Beschluss, eine Einwilligung</translation>
    </message>
    <message>
        <source>A case needs a name.</source>
        <translation>Ein Fall braucht einen Namen.</translation>
    </message>
    <message>
        <source>Say what for: nobody may analyse evidence without a purpose.</source>
        <translation>Nennen Sie den Zweck: Ohne ihn darf niemand Beweismittel analysieren.</translation>
    </message>
    <message>
        <source>Say what allows it: without a legal basis nothing may be analysed.</source>
        <translation>Nennen Sie, was es erlaubt: Ohne Rechtsgrundlage darf nichts analysiert werden.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Make Case</source>
        <translation>Fall anlegen</translation>
    </message>
    <message>
        <source>The case is being made</source>
        <translation>Der Fall wird angelegt</translation>
    </message>
</context>
<context>
    <name>NewPassphrase</name>
    <message>
        <source>A good passphrase is four or more words that nobody would put in a row, and that stand in no book, song or file about you. Length counts more than signs and digits.</source>
        <translation>Eine gute Passphrase besteht aus vier oder mehr Wörtern, die niemand aneinanderreihen würde und die in keinem Buch, Lied oder in Angaben über Sie vorkommen. Länge zählt mehr als Zeichen und Ziffern.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>Noch einmal dieselbe</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>Neue Passphrase</translation>
    </message>
    <message>
        <source>New passphrase once more</source>
        <translation>Neue Passphrase noch einmal</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>Die beiden sind nicht gleich.</translation>
    </message>
    <message>
        <source>Caps Lock seems to be on.</source>
        <translation>Die Feststelltaste scheint eingeschaltet zu sein.</translation>
    </message>
    <message>
        <source>Strength of the passphrase</source>
        <translation>Stärke der Passphrase</translation>
    </message>
    <message>
        <source>Too short: it takes at least eight characters.</source>
        <translation>Zu kurz: Es braucht mindestens acht Zeichen.</translation>
    </message>
    <message>
        <source>Weak: a thief of this computer could guess it. Add words.</source>
        <translation>Schwach: Wer diesen Rechner stiehlt, könnte sie erraten. Fügen Sie Wörter hinzu.</translation>
    </message>
    <message>
        <source>Fair. One more word makes it strong.</source>
        <translation>Brauchbar. Ein Wort mehr macht sie stark.</translation>
    </message>
    <message>
        <source>Strong, if the words are your own.</source>
        <translation>Stark, wenn es Ihre eigenen Wörter sind.</translation>
    </message>
</context>
<context>
    <name>PacksStep</name>
    <message>
        <source>Model packs</source>
        <translation>Modellpakete</translation>
    </message>
    <message>
        <source>What AIMA recognises with. Fetching them is the only time that AIMA uses the network; on a computer without one they come in a file from another.</source>
        <translation>Womit AIMA erkennt. Nur um sie zu holen, benutzt AIMA das Netz; auf einen Rechner ohne Netz kommen sie in einer Datei von einem anderen.</translation>
    </message>
    <message>
        <source>Continue Without</source>
        <translation>Ohne sie weiter</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Holen</translation>
    </message>
    <message>
        <source>From a File…</source>
        <translation>Aus einer Datei …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Progress of fetching</source>
        <translation>Fortschritt des Holens</translation>
    </message>
    <message>
        <source>there</source>
        <translation>vorhanden</translation>
    </message>
    <message>
        <source>not allowed</source>
        <translation>nicht erlaubt</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>wahlweise</translation>
    </message>
    <message numerus="yes">
        <source>%n missing pack(s), without which nothing is analysed.</source>
        <translation>
            <numerusform>%n Paket fehlt, ohne das nichts analysiert wird.</numerusform>
            <numerusform>%n Pakete fehlen, ohne die nichts analysiert wird.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its licence excludes what this profile stands for: “{clause}”</source>
        <translation>Seine Lizenz schließt aus, wofür dieses Profil steht: „{clause}“</translation>
    </message>
    <message>
        <source>No registry holds it: it comes in a file only.</source>
        <translation>Kein Paketverzeichnis führt es: Es kommt nur in einer Datei.</translation>
    </message>
    <message>
        <source>File With Model Packs</source>
        <translation>Datei mit Modellpaketen</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>In Arbeit …</translation>
    </message>
    <message numerus="yes">
        <source>%n pack(s) installed.</source>
        <translation>
            <numerusform>%n Paket installiert.</numerusform>
            <numerusform>%n Pakete installiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped. What was finished is kept, and fetching goes on where it was.</source>
        <translation>Angehalten. Was fertig war, bleibt; das Holen geht dort weiter, wo es war.</translation>
    </message>
    <message>
        <source>{number} of {total}: {name}, {size} fetched</source>
        <translation>{number} von {total}: {name}, {size} geholt</translation>
    </message>
    <message>
        <source>Finding faces</source>
        <translation>Gesichter finden</translation>
    </message>
    <message>
        <source>Comparing faces</source>
        <translation>Gesichter vergleichen</translation>
    </message>
    <message>
        <source>Speech to text</source>
        <translation>Sprache zu Text</translation>
    </message>
    <message>
        <source>Where somebody speaks</source>
        <translation>Wo jemand spricht</translation>
    </message>
    <message>
        <source>Telling voices apart</source>
        <translation>Stimmen unterscheiden</translation>
    </message>
    <message>
        <source>Comparing voices</source>
        <translation>Stimmen vergleichen</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Gegenstände</translation>
    </message>
    <message>
        <source>Similar pictures and tags</source>
        <translation>Ähnliche Bilder und Schlagwörter</translation>
    </message>
    <message>
        <source>Text in pictures</source>
        <translation>Text in Bildern</translation>
    </message>
    <message>
        <source>Sound events</source>
        <translation>Geräusche</translation>
    </message>
    <message>
        <source>Wording of dossiers</source>
        <translation>Ausformulieren von Dossiers</translation>
    </message>
    <message>
        <source>Finding and comparing faces, better</source>
        <translation>Gesichter besser finden und vergleichen</translation>
    </message>
</context>
<context>
    <name>PassphraseField</name>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show the passphrase</source>
        <translation>Passphrase zeigen</translation>
    </message>
</context>
<context>
    <name>PassphraseStep</name>
    <message>
        <source>Choose a passphrase</source>
        <translation>Wählen Sie eine Passphrase</translation>
    </message>
    <message>
        <source>It opens everything in AIMA on this computer. It is stored nowhere, and nobody can look it up.</source>
        <translation>Sie öffnet alles in AIMA auf diesem Rechner. Sie ist nirgends gespeichert, und niemand kann sie nachschlagen.</translation>
    </message>
</context>
<context>
    <name>ProfileStep</name>
    <message>
        <source>What kind of work is done here?</source>
        <translation>Welche Arbeit wird hier getan?</translation>
    </message>
    <message>
        <source>This sets defaults of new cases. Each case can choose another profile when it is made.</source>
        <translation>Das legt Vorgaben neuer Fälle fest. Jeder Fall kann beim Anlegen ein anderes Profil wählen.</translation>
    </message>
</context>
<context>
    <name>ProfileWords</name>
    <message>
        <source>Police and prosecution</source>
        <translation>Polizei und Staatsanwaltschaft</translation>
    </message>
    <message>
        <source>Press</source>
        <translation>Presse</translation>
    </message>
    <message>
        <source>Human rights and open-source investigation</source>
        <translation>Menschenrechte und Ermittlung aus offenen Quellen</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Unternehmen</translation>
    </message>
    <message numerus="yes">
        <source>Cases are kept for %n year(s), unless you set another date.</source>
        <translation>
            <numerusform>Fälle werden %n Jahr aufbewahrt, wenn Sie kein anderes Datum setzen.</numerusform>
            <numerusform>Fälle werden %n Jahre aufbewahrt, wenn Sie kein anderes Datum setzen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A name counts as verified when %n people agree.</source>
        <translation>
            <numerusform>Ein Name gilt als bestätigt, wenn %n Person zustimmt.</numerusform>
            <numerusform>Ein Name gilt als bestätigt, wenn %n Personen übereinstimmen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching for a face is allowed, with purpose and legal basis, and logged</source>
        <translation>Die Suche nach einem Gesicht ist mit Zweck und Rechtsgrundlage erlaubt und wird protokolliert</translation>
    </message>
    <message>
        <source>Searching for a face is locked; grouping faces within a case is not</source>
        <translation>Die Suche nach einem Gesicht ist gesperrt, das Gruppieren von Gesichtern in einem Fall nicht</translation>
    </message>
    <message>
        <source>Exports blur faces of people who are not subjects</source>
        <translation>Ausgaben verpixeln Gesichter Unbeteiligter</translation>
    </message>
    <message>
        <source>Exports show all faces</source>
        <translation>Ausgaben zeigen alle Gesichter</translation>
    </message>
    <message>
        <source>Pictures and sound are shown as they are.</source>
        <translation>Bilder und Ton werden gezeigt, wie sie sind.</translation>
    </message>
    <message>
        <source>Pictures are blurred and sound is muted until a key reveals them.</source>
        <translation>Bilder sind unscharf und der Ton ist stumm, bis eine Taste sie aufdeckt.</translation>
    </message>
    <message>
        <source>Pictures are blurred until a key reveals them.</source>
        <translation>Bilder sind unscharf, bis eine Taste sie aufdeckt.</translation>
    </message>
    <message>
        <source>Models licensed for non-commercial use may be installed.</source>
        <translation>Modelle mit Lizenz für nichtkommerzielle Nutzung dürfen installiert werden.</translation>
    </message>
    <message>
        <source>Only models whose licence allows this kind of use can be installed.</source>
        <translation>Nur Modelle, deren Lizenz diese Nutzung erlaubt, können installiert werden.</translation>
    </message>
</context>
<context>
    <name>RecoverPage</name>
    <message>
        <source>Set a new passphrase</source>
        <translation>Neue Passphrase setzen</translation>
    </message>
    <message>
        <source>The recovery key that was shown when the account was made opens it without passphrase and keyring. It is used up by that: a new one is shown afterwards.</source>
        <translation>Der Wiederherstellungsschlüssel, der beim Anlegen des Kontos gezeigt wurde, öffnet es ohne Passphrase und Schlüsselbund. Dabei wird er verbraucht: Danach wird ein neuer gezeigt.</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>Wiederherstellungsschlüssel</translation>
    </message>
    <message>
        <source>Nine groups of four characters</source>
        <translation>Neun Gruppen zu vier Zeichen</translation>
    </message>
    <message>
        <source>Bind the account to this computer&apos;s keyring</source>
        <translation>Das Konto an den Schlüsselbund dieses Rechners binden</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Set Passphrase</source>
        <translation>Passphrase setzen</translation>
    </message>
    <message>
        <source>The account is being opened</source>
        <translation>Das Konto wird geöffnet</translation>
    </message>
</context>
<context>
    <name>RecoveryKey</name>
    <message>
        <source>If you forget the passphrase, or this computer is lost, only this key opens the account. Nobody can make another one. Print it or write it down and keep it away from this computer.</source>
        <translation>Wenn Sie die Passphrase vergessen oder dieser Rechner verloren geht, öffnet nur dieser Schlüssel das Konto. Niemand kann einen anderen machen. Drucken Sie ihn oder schreiben Sie ihn auf, und bewahren Sie ihn fern von diesem Rechner auf.</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>Wiederherstellungsschlüssel</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Save to a File…</source>
        <translation>In eine Datei sichern …</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Drucken …</translation>
    </message>
    <message>
        <source>Type group {number} of the key</source>
        <translation>Geben Sie Gruppe {number} des Schlüssels ein</translation>
    </message>
    <message>
        <source>AIMA recovery key</source>
        <translation>AIMA-Wiederherstellungsschlüssel</translation>
    </message>
    <message>
        <source>Opens the account without its passphrase. Keep it where only you can get at it.</source>
        <translation>Öffnet das Konto ohne seine Passphrase. Bewahren Sie ihn dort auf, wo nur Sie an ihn kommen.</translation>
    </message>
    <message>
        <source>Copied. The clipboard is emptied in a minute.</source>
        <translation>Kopiert. Die Zwischenablage wird in einer Minute geleert.</translation>
    </message>
    <message>
        <source>Save the Recovery Key</source>
        <translation>Wiederherstellungsschlüssel sichern</translation>
    </message>
    <message>
        <source>It could not be saved there. Choose another folder.</source>
        <translation>Dort konnte er nicht gesichert werden. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Saved. The file is not encrypted: move it to a stick that you keep apart from this computer.</source>
        <translation>Gesichert. Die Datei ist nicht verschlüsselt: Bringen Sie sie auf einen Stick, den Sie fern von diesem Rechner aufbewahren.</translation>
    </message>
    <message>
        <source>Sent to the printer.</source>
        <translation>An den Drucker gesandt.</translation>
    </message>
</context>
<context>
    <name>RecoveryKeyPage</name>
    <message>
        <source>Your new recovery key</source>
        <translation>Ihr neuer Wiederherstellungsschlüssel</translation>
    </message>
    <message>
        <source>Any key you had before opens nothing any more. This one is shown once.</source>
        <translation>Ein früherer Schlüssel öffnet nichts mehr. Dieser wird nur einmal gezeigt.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>SetupDialog</name>
    <message>
        <source>Set up</source>
        <translation>Einrichten</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Folder of a Backup</source>
        <translation>Ordner einer Sicherung</translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) restored.</source>
        <translation>
            <numerusform>%n Fall wiederhergestellt.</numerusform>
            <numerusform>%n Fälle wiederhergestellt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unsound part(s) in them: check the backup.</source>
        <translation>
            <numerusform>%n Teil darin ist nicht in Ordnung: Prüfen Sie die Sicherung.</numerusform>
            <numerusform>%n Teile darin sind nicht in Ordnung: Prüfen Sie die Sicherung.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>AIMA is locked</source>
        <translation>AIMA ist gesperrt</translation>
    </message>
    <message>
        <source>Unlock AIMA</source>
        <translation>AIMA entsperren</translation>
    </message>
    <message>
        <source>Enter the passphrase of your account.</source>
        <translation>Geben Sie die Passphrase Ihres Kontos ein.</translation>
    </message>
    <message>
        <source>Enter your passphrase to go on where you were.</source>
        <translation>Geben Sie Ihre Passphrase ein, um dort weiterzumachen, wo Sie waren.</translation>
    </message>
    <message>
        <source>What you started goes on meanwhile.</source>
        <translation>Was Sie gestartet haben, läuft inzwischen weiter.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Caps Lock seems to be on.</source>
        <translation>Die Feststelltaste scheint eingeschaltet zu sein.</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Passphrase Lost?</source>
        <translation>Passphrase verloren?</translation>
    </message>
    <message>
        <source>The passphrase is being tried</source>
        <translation>Die Passphrase wird geprüft</translation>
    </message>
    <message>
        <source>Account in {folder}</source>
        <translation>Konto in {folder}</translation>
    </message>
</context>
</TS>
