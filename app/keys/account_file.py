"""`account.json`: the small file beside the account database."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.keys.passphrase import Cost
from app.store.files import write_whole
from engine.errors import AimaError

VERSION = 1
NAME = "account.json"


class NoAccount(AimaError):
    """There is no account here yet. `case new` creates one, or set AIMA_HOME to the folder of an
    existing one.
    """

    code = "no-account"
    exit_code = 3


class AccountDamaged(AimaError):
    """The account file cannot be read. Restore it from a backup; cases are not affected."""

    code = "account-damaged"
    exit_code = 6


class AccountTooNew(AimaError):
    """The account was written by a newer version of AIMA. Nothing was changed; use that version."""

    code = "newer-format"
    exit_code = 6


@dataclass(slots=True)
class AccountFile:
    """Byte fields are ciphertexts of `engine.sealing.wrapping.seal`."""

    folder: Path
    id: str
    salt: bytes = b""
    cost: Cost = Cost()  # noqa: RUF009 (frozen)
    device_secret: bool = False
    wrapped: bytes = b""
    recovery: bytes = b""
    identity: bytes = b""
    device: bytes = b""
    """Empty where this folder has no device key yet."""
    certificate: Mapping[str, str] = field(default_factory=dict)
    """The user's word that the device is theirs; see `app/operations/device.py`."""

    @staticmethod
    def path(folder: Path) -> Path:
        return folder / NAME

    @classmethod
    def new(cls, folder: Path) -> AccountFile:
        return cls(folder, secrets.token_hex(16))

    @classmethod
    def load(cls, folder: Path) -> AccountFile:
        """Raises NoAccount, AccountDamaged, AccountTooNew, and OSError for a file nobody may read."""
        try:
            untrusted = json.loads(cls.path(folder).read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            raise NoAccount from None
        except ValueError as error:
            raise AccountDamaged from error
        try:
            return cls._parsed(folder, untrusted)
        except (KeyError, TypeError, ValueError) as error:
            raise AccountDamaged from error

    @classmethod
    def _parsed(cls, folder: Path, untrusted: Any) -> AccountFile:
        if int(untrusted["version"]) > VERSION:
            raise AccountTooNew
        return cls(
            folder=folder,
            id=str(untrusted["id"]),
            salt=base64.b64decode(untrusted["salt"], validate=True),
            cost=Cost.read(untrusted["argon2id"]),
            device_secret=bool(untrusted["device_secret"]),
            wrapped=base64.b64decode(untrusted["wrapped"], validate=True),
            recovery=base64.b64decode(untrusted["recovery"], validate=True),
            identity=base64.b64decode(untrusted["identity"], validate=True),
            device=base64.b64decode(untrusted.get("device", ""), validate=True),
            certificate={str(k): str(v) for k, v in dict(untrusted.get("certificate", {})).items()},
        )

    def save(self) -> None:
        """Replace the file, durably."""
        write_whole(self.path(self.folder), self.text())

    def without_device(self) -> bytes:
        """The file for another folder: a device key in two places would speak with two tongues."""
        return replace(self, device=b"", certificate={}).text()

    def text(self) -> bytes:
        """The file as it is stored."""
        fields = {
            "version": VERSION,
            "id": self.id,
            "argon2id": self.cost.to_dict(),
            "device_secret": self.device_secret,
            **{
                name: base64.b64encode(getattr(self, name)).decode()
                for name in ("salt", "wrapped", "recovery", "identity", "device")
            },
            "certificate": dict(self.certificate),
        }
        return json.dumps(fields, indent=1).encode()
