"""The first run's recovery key: shown once the account is made; there is no way back behind that."""

from __future__ import annotations

from ui.start.recovery_key import RecoveryKey
from ui.start.step import Step


class KeyStep(Step):
    """The user continues by typing back a part of the key."""

    def __init__(self) -> None:
        super().__init__()
        self.key = RecoveryKey()
        self.column.addWidget(self.key)
        self.key.changed.connect(self.changed)
        self.setFocusProxy(self.key)

    @property
    def complete(self) -> bool:
        return self.key.confirmed

    @property
    def may_go_back(self) -> bool:
        return False

    def heading(self) -> str:
        return self.tr("Your recovery key")

    def lead(self) -> str:
        return self.tr("The account has been created. The key is shown only once.")

    def retranslate(self) -> None:
        """The key does that itself."""
