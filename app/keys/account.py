"""A person's account on this computer: what the passphrase opens.

`account.json` holds the account key, wrapped under the key-encryption key and again under the recovery
key, and under the account key the user's identity and the key of this device. Nothing in it is in clear but
public keys and the parameters of Argon2id. `account.db` (SQLCipher, key derived from the account key) holds
settings, the list of cases, and measured rates.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine

from app.keys import device_secret, recovery
from app.keys.account_file import AccountFile, NoAccount
from app.keys.passphrase import Cost, key_encryption_key, new_salt
from app.operations.device import Certificate, DeviceKey
from app.store.clock import now
from app.store.database import FolderReadOnly, create_database, open_database
from engine.errors import AimaError
from engine.sealing.identity import Identity
from engine.sealing.wrapping import NotOpened, derive, new_key, seal, unseal


class WrongPassphrase(AimaError):
    """The passphrase does not open this account. Check capital letters and the keyboard language; if
    it is lost, `passphrase recover` sets a new one with the recovery key.
    """

    code = "wrong-passphrase"
    exit_code = 3


class WrongRecoveryKey(AimaError):
    """This recovery key belongs to another account or has been replaced by a newer one."""

    code = "wrong-recovery-key"
    exit_code = 3


class AccountExists(AimaError):
    """There already is an account here. Unlock it, or choose another folder with AIMA_HOME."""

    code = "account-exists"
    exit_code = 4


class EmptyPassphrase(AimaError):
    """The passphrase is empty. Choose several words that nobody else would combine."""

    code = "empty-passphrase"
    exit_code = 2


class Account:
    """An unlocked account. `recovery_key` is set only on one just created or recovered: show it once."""

    def __init__(self, file: AccountFile, account_key: bytes) -> None:
        self.home = file.folder
        self.id = file.id
        self.file = file
        self._key = account_key
        self.identity = Identity(unseal(account_key, file.identity, _about(file.id, "identity")))
        self.device = self._device()
        self.recovery_key = ""
        self._database: Engine | None = None

    @classmethod
    def exists(cls, home: Path) -> bool:
        return AccountFile.path(home).exists()

    @classmethod
    def create(
        cls, home: Path, passphrase: str, *, cost: Cost | None = None, use_keyring: bool = True
    ) -> Account:
        """A new account. Whether a keyring keeps its device secret is in `file.device_secret`.

        Raises AccountExists, EmptyPassphrase.
        """
        if cls.exists(home):
            raise AccountExists
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        account_key = new_key()
        file = AccountFile.new(home)
        file.identity = seal(account_key, Identity.new().seed, _about(file.id, "identity"))
        account = cls(file, account_key)
        account._wrap(passphrase, cost or Cost(), use_keyring)
        account._new_recovery_key()
        database = home / "account.db"
        database.unlink(missing_ok=True)
        create_database(database, account._database_key(), "account").dispose()
        file.save()
        return account

    @classmethod
    def unlock(cls, home: Path, passphrase: str) -> Account:
        """Raises NoAccount, WrongPassphrase, DeviceSecretMissing, AccountDamaged."""
        file = AccountFile.load(home)
        secret = device_secret.load(file.id) if file.device_secret else b""
        kek = key_encryption_key(passphrase, file.salt, file.cost, secret)
        known = bool(file.device)
        try:
            account = cls(file, unseal(kek, file.wrapped, _about(file.id, "passphrase")))
        except NotOpened:
            raise WrongPassphrase from None
        if not known:
            with suppress(OSError):  # a folder nobody can write: nothing will be signed either
                file.save()
        return account

    @classmethod
    def recover(
        cls, home: Path, typed: str, passphrase: str, *, cost: Cost | None = None, use_keyring: bool = True
    ) -> Account:
        """Open with the recovery key and set a new passphrase; the recovery key is replaced by a new one.

        Raises NoAccount, MistypedRecoveryKey, WrongRecoveryKey, EmptyPassphrase.
        """
        file = AccountFile.load(home)
        key = recovery.recovery_key(recovery.parsed(typed))
        file.device = b""  # this computer may be another one: a device of its own
        try:
            account = cls(file, unseal(key, file.recovery, _about(file.id, "recovery")))
        except NotOpened:
            raise WrongRecoveryKey from None
        file.device_secret = False  # make a new secret, ask for no old one
        account._wrap(passphrase, cost or Cost(), use_keyring)
        account._new_recovery_key()
        file.save()
        return account

    def change_passphrase(self, new: str, *, cost: Cost | None = None) -> None:
        """Set another passphrase; ask for the old one first, by unlocking with it. The recovery key stays.

        Raises the cost to today's default, never lowers it. Raises EmptyPassphrase, DeviceSecretMissing.
        """
        cost = cost or Cost()
        keep = cost if cost.at_least(self.file.cost) else self.file.cost
        self._wrap(new, keep, self.file.device_secret)
        self.file.save()

    def renew_recovery_key(self) -> str:
        """Replace the recovery key, such as one that nobody wrote down; the old one opens nothing more."""
        self._new_recovery_key()
        self.file.save()
        return self.recovery_key

    def renew_device(self) -> None:
        """From now on this folder speaks as another device, with a chain of its own."""
        self.file.device = b""
        self.device = self._device()
        self.file.save()

    @property
    def database(self) -> Engine:
        """The account database; opened when first asked for, to read only where the folder is read-only."""
        if self._database is None:
            path = self.home / "account.db"
            if not path.exists():
                # a restored account: the list of cases is rebuilt from what is found
                create_database(path, self._database_key(), "account").dispose()
            try:
                self._database = open_database(path, self._database_key(), "account")
            except FolderReadOnly:
                self._database = open_database(path, self._database_key(), "account", write=False)
        return self._database

    def close(self) -> None:
        if self._database is not None:
            self._database.dispose()
            self._database = None

    @property
    def certificate(self) -> Certificate:
        """The user's word that this device is theirs."""
        return Certificate.parsed(self.file.certificate)

    def _device(self) -> DeviceKey:
        """The key of this device; made, and certified, where this folder has none."""
        about = _about(self.file.id, "device")
        if self.file.device:
            return DeviceKey(unseal(self._key, self.file.device, about))
        device, user = DeviceKey.new(), self.identity.public
        self.file.device = seal(self._key, device.seed, about)
        certificate = Certificate(
            user.id, user.receiving.hex(), user.signing.hex(), device.id, device.public.hex(), now()
        )
        self.file.certificate = certificate.signed(self.identity.sign).to_json()
        return device

    def _database_key(self) -> bytes:
        return derive(self._key, f"aima account database v1|{self.id}")

    def _wrap(self, passphrase: str, cost: Cost, use_keyring: bool) -> None:
        if not passphrase:
            raise EmptyPassphrase
        secret = b""
        if use_keyring:
            secret = device_secret.load(self.id) if self.file.device_secret else device_secret.store(self.id)
        self.file.device_secret = bool(secret)
        self.file.salt, self.file.cost = new_salt(), cost
        kek = key_encryption_key(passphrase, self.file.salt, cost, secret)
        self.file.wrapped = seal(kek, self._key, _about(self.id, "passphrase"))

    def _new_recovery_key(self) -> None:
        secret = recovery.new_secret()
        self.recovery_key = recovery.printed(secret)
        self.file.recovery = seal(recovery.recovery_key(secret), self._key, _about(self.id, "recovery"))


def _about(account_id: str, what: str) -> bytes:
    return f"aima account v1|{account_id}|{what}".encode()


__all__ = ["Account", "AccountExists", "EmptyPassphrase", "NoAccount", "WrongPassphrase", "WrongRecoveryKey"]
