"""The first run's questions before there is an account: language, profile, passphrase, keyring."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QPushButton, QRadioButton

from app.cases.profile import profiles
from ui.start.card import row, words
from ui.start.new_passphrase import NewPassphrase
from ui.start.profile_words import ProfileWords
from ui.start.step import Step
from ui.translation import own_names


class LanguageStep(Step):
    """Switches at once."""

    def __init__(self, chosen: str, use: Callable[[str], None]) -> None:
        super().__init__()
        self.choices = {name: QRadioButton(spelled) for name, spelled in own_names().items()}
        self._group = QButtonGroup(self)
        for name, button in self.choices.items():
            button.setObjectName(f"language-{name}")
            button.setChecked(name == chosen)
            self._group.addButton(button)
            self.column.addLayout(row(button, None))
            button.clicked.connect(lambda _=False, name=name: use(name))
        self.restore = QPushButton()
        self.restore.setObjectName("restore-first")
        self.restore.setProperty("role", "link")
        self._or = words("muted")
        self.column.addSpacing(8)
        self.column.addWidget(self._or)
        self.column.addLayout(row(self.restore, None))
        self.setFocusProxy(self.choices.get(chosen, self.choices["en"]))
        self.retranslate()

    def heading(self) -> str:
        return self.tr("Welcome to AIMA")

    def lead(self) -> str:
        return self.tr("A few questions, then your first case. Which language should AIMA use?")

    def retranslate(self) -> None:
        self._or.setText(self.tr("Have you used AIMA on another computer before?"))
        self.restore.setText(self.tr("Restore from a Backup…"))


class ProfileStep(Step):
    """What kind of house works here, and what follows from that."""

    def __init__(self) -> None:
        super().__init__()
        self._words, self._group = ProfileWords(), QButtonGroup(self)
        self.choices = {name: QRadioButton() for name in profiles}
        for name, button in self.choices.items():
            button.setObjectName(f"profile-{name}")
            self._group.addButton(button)
            self.column.addLayout(row(button, None))
            button.toggled.connect(self._chosen)
        self.about = words("muted")
        self.about.setObjectName("profile-consequences")
        self.column.addSpacing(4)
        self.column.addWidget(self.about)
        self.choices["police"].setChecked(True)
        self.setFocusProxy(self.choices["police"])
        self.retranslate()

    @property
    def profile(self) -> str:
        return next(name for name, button in self.choices.items() if button.isChecked())

    def heading(self) -> str:
        return self.tr("What will AIMA be used for?")

    def lead(self) -> str:
        return self.tr(
            "This sets the defaults for new cases. You can choose another profile when you create a case."
        )

    def retranslate(self) -> None:
        for name, button in self.choices.items():
            button.setText(self._words.name(name))
        self._chosen()

    def _chosen(self) -> None:
        if self._group.checkedButton() is not None:
            said = self._words.consequences(profiles[self.profile])
            self.about.setText("\n".join(f"•  {sentence}" for sentence in said))
            self.setFocusProxy(self.choices[self.profile])
            self.changed.emit()


class PassphraseStep(Step):
    """A new passphrase, twice."""

    def __init__(self) -> None:
        super().__init__()
        self.new = NewPassphrase()
        self.column.addWidget(self.new)
        self.new.changed.connect(self.changed)
        self.setFocusProxy(self.new)

    @property
    def complete(self) -> bool:
        return self.new.complete

    def heading(self) -> str:
        return self.tr("Choose a passphrase")

    def lead(self) -> str:
        return self.tr(
            "It opens everything in AIMA on this computer. It is not stored anywhere, and"
            " nobody can look it up."
        )

    def retranslate(self) -> None:
        """The fields do that themselves."""


class KeyringStep(Step):
    """Whether a second secret in this computer's keyring is to take part."""

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.with_it, self.without = QRadioButton(), QRadioButton()
        self.with_it.setObjectName("keyring-yes")
        self.without.setObjectName("keyring-no")
        self._with_words, self._without_words = words("muted"), words("muted")
        self.none = words("warning")
        self.none.setObjectName("keyring-none")
        self.column.addLayout(row(self.with_it, None))
        self.column.addWidget(self._with_words)
        self.column.addSpacing(4)
        self.column.addLayout(row(self.without, None))
        self.column.addWidget(self._without_words)
        self.column.addWidget(self.none)
        for button in (self.with_it, self.without):
            self._group.addButton(button)
        self.with_it.setChecked(True)
        self.none.hide()
        self.setFocusProxy(self.with_it)
        self.retranslate()

    @property
    def use_keyring(self) -> bool:
        return self.with_it.isChecked()

    def there_is_none(self) -> None:
        """This computer has no keyring that keeps anything."""
        self.without.setChecked(True)
        self.with_it.setEnabled(False)
        self.none.show()
        self.setFocusProxy(self.without)

    def heading(self) -> str:
        return self.tr("Bind the account to this computer?")

    def lead(self) -> str:
        return self.tr(
            "This computer's keyring can store a second secret that is required in"
            " addition to the passphrase."
        )

    def onward(self) -> str:
        return self.tr("Create Account")

    def retranslate(self) -> None:
        self.with_it.setText(self.tr("Yes, use the keyring"))
        self._with_words.setText(
            self.tr(
                "Someone who copies the files cannot even try passphrases. If this computer"
                " fails, only the recovery key opens the account."
            )
        )
        self.without.setText(self.tr("No, passphrase only"))
        self._without_words.setText(
            self.tr(
                "The account can be moved to another computer. Someone who copies the files"
                " can try passphrases, about one per second and core: choose a strong one."
            )
        )
        self.none.setText(
            self.tr(
                "This computer has no keyring that AIMA can use. Only the passphrase protects the account."
            )
        )
