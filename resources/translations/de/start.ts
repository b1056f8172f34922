<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AlreadyOpen</name>
    <message>
        <source>AIMA is already running for this account, but its window does not respond.</source>
        <translation>AIMA läuft für dieses Konto bereits, aber das Fenster antwortet nicht.</translation>
    </message>
    <message>
        <source>Wait a moment and try again. If that does not help, end the AIMA process or restart the computer. Finished work and decisions are saved.</source>
        <translation>Warten Sie einen Augenblick und versuchen Sie es erneut. Hilft das nicht, beenden Sie den Prozess „AIMA“ oder starten Sie den Rechner neu. Ergebnisse und Entscheidungen sind gespeichert.</translation>
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
        <source>overdue for deletion since {date}</source>
        <translation>Löschung seit {date} überfällig</translation>
    </message>
    <message numerus="yes">
        <source>delete within %n day(s)</source>
        <translation>
            <numerusform>in %n Tag zu löschen</numerusform>
            <numerusform>in %n Tagen zu löschen</numerusform>
        </translation>
    </message>
    <message>
        <source>kept until {date}</source>
        <translation>wird bis {date} aufbewahrt</translation>
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
        <source>Restore cases from a backup folder</source>
        <translation>Fälle aus einem Sicherungsordner wiederherstellen</translation>
    </message>
    <message>
        <source>Opening the case</source>
        <translation>Der Fall wird geöffnet</translation>
    </message>
    <message>
        <source>No case matches by name or purpose. Press Esc to show all.</source>
        <translation>Kein Fall passt nach Name oder Zweck. Esc zeigt alle.</translation>
    </message>
    <message>
        <source>There is no case yet. A case holds evidence, findings and decisions, encrypted and separate from other cases. Create the first one, or restore cases from a backup.</source>
        <translation>Es gibt noch keinen Fall. Ein Fall enthält Beweismittel, Befunde und Entscheidungen, verschlüsselt und von anderen Fällen getrennt. Legen Sie den ersten an, oder stellen Sie Fälle aus einer Sicherung wieder her.</translation>
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
        <translation>Modelle und Ausstattung dieses Rechners</translation>
    </message>
</context>
<context>
    <name>DeviceStep</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Where should analyses run? The results are the same; a graphics card is faster.</source>
        <translation>Wo sollen Analysen laufen? Die Ergebnisse sind gleich; eine Grafikkarte ist schneller.</translation>
    </message>
    <message>
        <source>Checking this computer</source>
        <translation>Dieser Rechner wird geprüft</translation>
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
        <source>Keyring: available</source>
        <translation>Schlüsselbund: vorhanden</translation>
    </message>
    <message>
        <source>Keyring: none; the passphrase alone protects accounts</source>
        <translation>Schlüsselbund: nicht vorhanden; nur die Passphrase schützt Konten</translation>
    </message>
    <message>
        <source>Graphics card: none usable; the processor does all work</source>
        <translation>Grafikkarte: keine nutzbare; der Prozessor übernimmt alles</translation>
    </message>
    <message>
        <source>Graphics card {device}: present, but this installation cannot use it</source>
        <translation>Grafikkarte {device}: vorhanden, aber diese Installation kann sie nicht nutzen</translation>
    </message>
    <message>
        <source>Evidence is copied into the case: free some space or choose another disk.</source>
        <translation>Beweismittel werden in den Fall kopiert: Schaffen Sie Platz, oder wählen Sie einen anderen Datenträger.</translation>
    </message>
    <message>
        <source>Files are read in an isolated process; all protections are active</source>
        <translation>Dateien werden in einem abgeschotteten Prozess gelesen; alle Schutzmaßnahmen sind aktiv</translation>
    </message>
    <message>
        <source>Files are read in a separate process, but this system lacks some protections ({missing}). Analyse files of unknown origin on another computer.</source>
        <translation>Dateien werden in einem eigenen Prozess gelesen, aber diesem System fehlen einige Schutzmaßnahmen ({missing}). Analysieren Sie Dateien unbekannter Herkunft auf einem anderen Rechner.</translation>
    </message>
    <message>
        <source>Graphics card {device}: {memory}</source>
        <translation>Grafikkarte {device}: {memory}</translation>
    </message>
    <message>
        <source>{what}: {free} free</source>
        <translation>{what}: {free} frei</translation>
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
        <source>Creating the account</source>
        <translation>Das Konto wird angelegt</translation>
    </message>
    <message>
        <source>Create First Case</source>
        <translation>Ersten Fall anlegen</translation>
    </message>
    <message>
        <source>The keyring did not store the secret: only the passphrase protects this account. Choose a strong one.</source>
        <translation>Der Schlüsselbund hat das Geheimnis nicht gespeichert: Nur die Passphrase schützt dieses Konto. Wählen Sie eine starke.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>KeyStep</name>
    <message>
        <source>Your recovery key</source>
        <translation>Ihr Wiederherstellungsschlüssel</translation>
    </message>
    <message>
        <source>The account has been created. The key is shown only once.</source>
        <translation>Das Konto ist angelegt. Der Schlüssel wird nur einmal gezeigt.</translation>
    </message>
</context>
<context>
    <name>KeyringStep</name>
    <message>
        <source>Bind the account to this computer?</source>
        <translation>Konto an diesen Rechner binden?</translation>
    </message>
    <message>
        <source>This computer&apos;s keyring can store a second secret that is required in addition to the passphrase.</source>
        <translation>Der Schlüsselbund dieses Rechners kann ein zweites Geheimnis speichern, das zusätzlich zur Passphrase nötig ist.</translation>
    </message>
    <message>
        <source>Create Account</source>
        <translation>Konto anlegen</translation>
    </message>
    <message>
        <source>Someone who copies the files cannot even try passphrases. If this computer fails, only the recovery key opens the account.</source>
        <translation>Wer die Dateien kopiert, kann Passphrasen nicht einmal durchprobieren. Fällt dieser Rechner aus, öffnet nur der Wiederherstellungsschlüssel das Konto.</translation>
    </message>
    <message>
        <source>No, passphrase only</source>
        <translation>Nein, nur die Passphrase</translation>
    </message>
    <message>
        <source>The account can be moved to another computer. Someone who copies the files can try passphrases, about one per second and core: choose a strong one.</source>
        <translation>Das Konto lässt sich auf einen anderen Rechner mitnehmen. Wer die Dateien kopiert, kann Passphrasen durchprobieren, etwa eine je Sekunde und Kern: Wählen Sie eine starke.</translation>
    </message>
    <message>
        <source>This computer has no keyring that AIMA can use. Only the passphrase protects the account.</source>
        <translation>Dieser Rechner hat keinen Schlüsselbund, den AIMA nutzen kann. Nur die Passphrase schützt das Konto.</translation>
    </message>
    <message>
        <source>Yes, use the keyring</source>
        <translation>Ja, mit dem Schlüsselbund</translation>
    </message>
</context>
<context>
    <name>LanguageStep</name>
    <message>
        <source>Welcome to AIMA</source>
        <translation>Willkommen bei AIMA</translation>
    </message>
    <message>
        <source>A few questions, then your first case. Which language should AIMA use?</source>
        <translation>Ein paar Fragen, dann der erste Fall. Welche Sprache soll AIMA verwenden?</translation>
    </message>
    <message>
        <source>Have you used AIMA on another computer before?</source>
        <translation>Haben Sie AIMA schon auf einem anderen Rechner benutzt?</translation>
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
        <source>All of this is encrypted and recorded in the case log from the first entry on.</source>
        <translation>Alle Angaben werden verschlüsselt und stehen ab dem ersten Eintrag im Protokoll des Falls.</translation>
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
        <source>Delete by</source>
        <translation>Löschen bis</translation>
    </message>
    <message>
        <source>The name your team uses for the case</source>
        <translation>Der Name, unter dem Ihr Team den Fall kennt</translation>
    </message>
    <message>
        <source>Why the evidence is analysed</source>
        <translation>Wofür die Beweismittel analysiert werden</translation>
    </message>
    <message>
        <source>What permits it: a statute, a warrant, consent</source>
        <translation>Was es erlaubt: ein Paragraf, ein Beschluss, eine Einwilligung</translation>
    </message>
    <message>
        <source>Enter a name for the case.</source>
        <translation>Geben Sie dem Fall einen Namen.</translation>
    </message>
    <message>
        <source>Enter a purpose: evidence may not be analysed without one.</source>
        <translation>Geben Sie den Zweck an: Ohne ihn dürfen Beweismittel nicht analysiert werden.</translation>
    </message>
    <message>
        <source>Enter a legal basis: nothing may be analysed without one.</source>
        <translation>Geben Sie die Rechtsgrundlage an: Ohne sie darf nichts analysiert werden.</translation>
    </message>
    <message>
        <source>Create Case</source>
        <translation>Fall anlegen</translation>
    </message>
    <message>
        <source>Creating the case</source>
        <translation>Der Fall wird angelegt</translation>
    </message>
    <message>
        <source>Deployment profile</source>
        <translation>Einsatzprofil</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>NewPassphrase</name>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>Neue Passphrase</translation>
    </message>
    <message>
        <source>A good passphrase is four or more words that nobody would combine and that appear in no book, song or record about you. Length matters more than symbols and digits.</source>
        <translation>Eine gute Passphrase besteht aus vier oder mehr Wörtern, die niemand so kombinieren würde und die in keinem Buch, keinem Lied und keiner Akte über Sie stehen. Länge zählt mehr als Sonderzeichen und Ziffern.</translation>
    </message>
    <message>
        <source>Repeat passphrase</source>
        <translation>Passphrase wiederholen</translation>
    </message>
    <message>
        <source>Repeat new passphrase</source>
        <translation>Neue Passphrase wiederholen</translation>
    </message>
    <message>
        <source>The passphrases do not match.</source>
        <translation>Die Passphrasen stimmen nicht überein.</translation>
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
        <source>Too short: at least eight characters are required.</source>
        <translation>Zu kurz: Mindestens acht Zeichen sind nötig.</translation>
    </message>
    <message>
        <source>Weak: someone who steals this computer could guess it. Add words.</source>
        <translation>Schwach: Wer diesen Rechner stiehlt, könnte sie erraten. Fügen Sie Wörter hinzu.</translation>
    </message>
    <message>
        <source>Fair. Add one more word to make it strong.</source>
        <translation>Mittel. Mit einem weiteren Wort ist sie stark.</translation>
    </message>
    <message>
        <source>Strong, if you made up the words yourself.</source>
        <translation>Stark, wenn Sie sich die Wörter selbst ausgedacht haben.</translation>
    </message>
</context>
<context>
    <name>PacksStep</name>
    <message>
        <source>Model packs</source>
        <translation>Modelle</translation>
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
        <source>From a File…</source>
        <translation>Aus einer Datei …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
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
        <translation>optional</translation>
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
        <source>The models AIMA recognises faces, voices, speech and text with. AIMA uses the network only to download them. On a computer without network, install them from a file.</source>
        <translation>Mit diesen Modellen erkennt AIMA Gesichter, Stimmen, Sprache und Text. Nur zum Herunterladen benutzt AIMA das Netz. Auf einem Rechner ohne Netz installieren Sie sie aus einer Datei.</translation>
    </message>
    <message>
        <source>Continue Without Them</source>
        <translation>Ohne Modelle weiter</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Download progress</source>
        <translation>Fortschritt des Herunterladens</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>installiert</translation>
    </message>
    <message numerus="yes">
        <source>%n required pack(s) missing; nothing can be analysed without them.</source>
        <translation>
            <numerusform>%n benötigtes Paket fehlt; ohne es ist keine Analyse möglich.</numerusform>
            <numerusform>%n benötigte Pakete fehlen; ohne sie ist keine Analyse möglich.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its licence excludes the use this profile stands for: “{clause}”</source>
        <translation>Seine Lizenz schließt die Nutzung aus, für die dieses Profil steht: „{clause}“</translation>
    </message>
    <message>
        <source>No registry offers it; it can only be installed from a file.</source>
        <translation>Kein Verzeichnis bietet es an; es lässt sich nur aus einer Datei installieren.</translation>
    </message>
    <message>
        <source>File with Model Packs</source>
        <translation>Datei mit Modellpaketen</translation>
    </message>
    <message>
        <source>Stopped. Finished packs are kept; the download continues from here.</source>
        <translation>Angehalten. Fertige Pakete bleiben erhalten; das Herunterladen wird hier fortgesetzt.</translation>
    </message>
    <message>
        <source>{number} of {total}: {name}, {size} downloaded</source>
        <translation>{number} von {total}: {name}, {size} heruntergeladen</translation>
    </message>
    <message>
        <source>Voice activity detection</source>
        <translation>Sprachaktivität erkennen</translation>
    </message>
    <message>
        <source>Speaker separation</source>
        <translation>Sprecher unterscheiden</translation>
    </message>
    <message>
        <source>Comparing voices</source>
        <translation>Stimmen vergleichen</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Similar pictures and tags</source>
        <translation>Ähnliche Bilder und Schlagwörter</translation>
    </message>
    <message>
        <source>Text in pictures</source>
        <translation>Text im Bild</translation>
    </message>
    <message>
        <source>Sound events</source>
        <translation>Geräusche</translation>
    </message>
    <message>
        <source>Dossier summaries</source>
        <translation>Zusammenfassungen für Dossiers</translation>
    </message>
    <message>
        <source>Finding and comparing faces (more accurate)</source>
        <translation>Gesichter finden und vergleichen (genauer)</translation>
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
        <source>It opens everything in AIMA on this computer. It is not stored anywhere, and nobody can look it up.</source>
        <translation>Sie öffnet alles in AIMA auf diesem Rechner. Sie wird nirgends gespeichert; niemand kann sie nachschlagen.</translation>
    </message>
</context>
<context>
    <name>ProfileStep</name>
    <message>
        <source>What will AIMA be used for?</source>
        <translation>Wofür wird AIMA eingesetzt?</translation>
    </message>
    <message>
        <source>This sets the defaults for new cases. You can choose another profile when you create a case.</source>
        <translation>Damit legen Sie Vorgaben für neue Fälle fest. Beim Anlegen eines Falls können Sie ein anderes Profil wählen.</translation>
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
        <translation>Menschenrechte und Open-Source-Ermittlung</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Unternehmen</translation>
    </message>
    <message numerus="yes">
        <source>Cases are kept for %n year(s) unless you set another date.</source>
        <translation>
            <numerusform>Fälle werden %n Jahr aufbewahrt, sofern Sie kein anderes Datum setzen.</numerusform>
            <numerusform>Fälle werden %n Jahre aufbewahrt, sofern Sie kein anderes Datum setzen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Face search is allowed with purpose and legal basis, and logged</source>
        <translation>Gesichtssuche ist mit Zweck und Rechtsgrundlage erlaubt und wird protokolliert</translation>
    </message>
    <message>
        <source>Face search is locked; grouping faces within a case is not</source>
        <translation>Gesichtssuche ist gesperrt; das Gruppieren von Gesichtern in einem Fall ist erlaubt</translation>
    </message>
    <message>
        <source>Exports blur the faces of uninvolved people</source>
        <translation>Exporte zeichnen Gesichter Unbeteiligter weich</translation>
    </message>
    <message>
        <source>Pictures and sound are shown unchanged.</source>
        <translation>Bilder und Ton werden unverändert wiedergegeben.</translation>
    </message>
    <message>
        <source>Pictures are blurred and sound is muted until you reveal them with a key.</source>
        <translation>Bilder sind weichgezeichnet und der Ton ist stumm, bis Sie beides mit einer Taste einblenden.</translation>
    </message>
    <message>
        <source>Pictures are blurred until you reveal them with a key.</source>
        <translation>Bilder sind weichgezeichnet, bis Sie sie mit einer Taste einblenden.</translation>
    </message>
    <message numerus="yes">
        <source>A name counts as verified when %n people agree.</source>
        <translation>
            <numerusform>Ein Name gilt als bestätigt, wenn %n Person zustimmt.</numerusform>
            <numerusform>Ein Name gilt als bestätigt, wenn %n Personen übereinstimmen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Exports show all faces</source>
        <translation>Exporte zeigen alle Gesichter</translation>
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
        <translation>Neue Passphrase festlegen</translation>
    </message>
    <message>
        <source>The recovery key shown when the account was created opens it without passphrase and keyring. It can be used once: you will get a new one afterwards.</source>
        <translation>Der Wiederherstellungsschlüssel, der beim Anlegen des Kontos gezeigt wurde, öffnet es ohne Passphrase und Schlüsselbund. Er gilt nur einmal: Danach erhalten Sie einen neuen.</translation>
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
        <translation>Passphrase festlegen</translation>
    </message>
    <message>
        <source>Opening the account</source>
        <translation>Das Konto wird geöffnet</translation>
    </message>
</context>
<context>
    <name>RecoveryKey</name>
    <message>
        <source>If you forget the passphrase or lose this computer, only this key opens the account. Nobody can create another one. Print it or write it down, and keep it away from this computer.</source>
        <translation>Wenn Sie die Passphrase vergessen oder dieser Rechner verloren geht, öffnet nur dieser Schlüssel das Konto. Niemand kann einen anderen erzeugen. Drucken Sie ihn aus oder schreiben Sie ihn auf, und bewahren Sie ihn getrennt von diesem Rechner auf.</translation>
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
        <translation>In Datei speichern …</translation>
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
        <source>Opens the account without its passphrase. Keep it where only you have access.</source>
        <translation>Öffnet das Konto ohne Passphrase. Bewahren Sie ihn dort auf, wo nur Sie Zugang haben.</translation>
    </message>
    <message>
        <source>Copied. The clipboard will be cleared in one minute.</source>
        <translation>Kopiert. Die Zwischenablage wird in einer Minute geleert.</translation>
    </message>
    <message>
        <source>Save Recovery Key</source>
        <translation>Wiederherstellungsschlüssel speichern</translation>
    </message>
    <message>
        <source>Saved. The file is not encrypted: move it to a USB stick that you keep away from this computer.</source>
        <translation>Gespeichert. Die Datei ist nicht verschlüsselt: Verschieben Sie sie auf einen USB-Stick, den Sie getrennt von diesem Rechner aufbewahren.</translation>
    </message>
    <message>
        <source>It could not be saved there. Choose another folder.</source>
        <translation>Dort konnte er nicht gespeichert werden. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Sent to the printer.</source>
        <translation>An den Drucker gesendet.</translation>
    </message>
</context>
<context>
    <name>RecoveryKeyPage</name>
    <message>
        <source>Your new recovery key</source>
        <translation>Ihr neuer Wiederherstellungsschlüssel</translation>
    </message>
    <message>
        <source>Earlier recovery keys no longer work. This one is shown only once.</source>
        <translation>Frühere Wiederherstellungsschlüssel sind ungültig. Dieser wird nur einmal gezeigt.</translation>
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
        <source>Backup Folder</source>
        <translation>Sicherungsordner</translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) restored.</source>
        <translation>
            <numerusform>%n Fall wiederhergestellt.</numerusform>
            <numerusform>%n Fälle wiederhergestellt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n damaged part(s) in them: check the backup.</source>
        <translation>
            <numerusform>%n Teil darin ist beschädigt: Prüfen Sie die Sicherung.</numerusform>
            <numerusform>%n Teile darin sind beschädigt: Prüfen Sie die Sicherung.</numerusform>
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
        <source>Enter your passphrase to continue where you left off.</source>
        <translation>Geben Sie Ihre Passphrase ein, um dort weiterzumachen, wo Sie waren.</translation>
    </message>
    <message>
        <source>Work you started continues in the background.</source>
        <translation>Gestartete Arbeiten laufen im Hintergrund weiter.</translation>
    </message>
    <message>
        <source>Forgot Passphrase?</source>
        <translation>Passphrase vergessen?</translation>
    </message>
    <message>
        <source>Checking the passphrase</source>
        <translation>Die Passphrase wird geprüft</translation>
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
        <source>Account in {folder}</source>
        <translation>Konto in {folder}</translation>
    </message>
</context>
</TS>
