"""Keys of a case: one key per *epoch*, sealed to each member; everything else is wrapped under it.

`case.keys` holds envelopes and wrapped keys only. A member who leaves starts a new epoch: the new key is
sealed to those who stay, and item keys and the database key are wrapped again under it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.store.files import write_whole
from engine.errors import AimaError
from engine.sealing.envelope import open_envelope, seal_for
from engine.sealing.identity import Identity, PublicIdentity
from engine.sealing.wrapping import derive, new_key, seal, unseal

VERSION = 1
NAME = "case.keys"


class CaseKeysDamaged(AimaError):
    """The key file of the case is missing or damaged. Restore `case.keys` from a backup of this case."""

    code = "case-keys-damaged"
    exit_code = 6


class CaseKeysTooNew(AimaError):
    """The case was written by a newer version of AIMA. Nothing was changed; use that version."""

    code = "newer-format"
    exit_code = 6


class NotAMember(AimaError):
    """This account has no key to the case. Ask someone who has one to add you, or use the account
    that created the case.
    """

    code = "not-a-member"
    exit_code = 3


@dataclass(frozen=True, slots=True)
class _Sealed:
    epoch: int
    member: str
    sender: str
    envelope: bytes


@dataclass(slots=True)
class CaseKeys:
    """Opened keys: `epoch` is the current one."""

    folder: Path
    case_id: str
    epoch: int
    database_key: bytes = field(repr=False)
    _epoch_keys: dict[int, bytes] = field(repr=False)
    _sealed: list[_Sealed] = field(repr=False)
    _operations_keys: dict[int, bytes] = field(default_factory=dict, repr=False)
    """Kept for epochs that are forgotten: what was said then is still read, and may arrive late."""

    @classmethod
    def create(cls, folder: Path, case_id: str, owner: Identity) -> CaseKeys:
        """First epoch, sealed to the owner, written to the folder."""
        keys = cls(folder, case_id, 0, new_key(), {}, [])
        keys.add_epoch(owner, [owner.public])
        return keys

    @classmethod
    def load(cls, folder: Path, case_id: str, member: Identity) -> CaseKeys:
        """Raises CaseKeysDamaged, CaseKeysTooNew, NotAMember, EnvelopeRefused, NotOpened."""
        try:
            untrusted = json.loads((folder / NAME).read_bytes())
            if int(untrusted["version"]) > VERSION:
                raise CaseKeysTooNew
            epoch, wrapped, sealed = _parsed(untrusted)
            earlier = _earlier(untrusted)
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise CaseKeysDamaged from error
        mine = [s for s in sealed if s.member == member.id]
        keys = {s.epoch: _opened(s, case_id, member) for s in mine}
        if epoch not in keys:
            raise NotAMember
        database_key = unseal(keys[epoch], wrapped, _about_database(case_id, epoch))
        operations = {e: unseal(keys[epoch], k, _about_operations(case_id, e)) for e, k in earlier.items()}
        return cls(folder, case_id, epoch, database_key, keys, sealed, operations)

    def add_epoch(self, sender: Identity, members: Iterable[PublicIdentity]) -> int:
        """Start a new epoch for `members`; older keys stay until `drop_before`. Returns its number."""
        self.epoch += 1
        key = self._epoch_keys[self.epoch] = new_key()
        for member in members:
            purpose = _purpose(self.case_id, self.epoch)
            envelope = seal_for(member, sender, purpose, key)
            self._sealed.append(_Sealed(self.epoch, member.id, sender.public.signing.hex(), envelope))
        self._save()
        return self.epoch

    def drop_before(self, epoch: int) -> None:
        """Forget older epochs, once nothing is wrapped under them; the keys of what was said then stay."""
        for old in self._epoch_keys:
            self.operations_key(old)
        self._sealed = [s for s in self._sealed if s.epoch >= epoch]
        self._epoch_keys = {e: k for e, k in self._epoch_keys.items() if e >= epoch}
        self._save()

    def wrap_item_key(self, item_id: str, kind: str, key: bytes) -> bytes:
        """Wrapped under the current epoch, bound to `case|item|kind|epoch`."""
        return seal(self._epoch_keys[self.epoch], key, self._about(item_id, kind, self.epoch))

    def unwrap_item_key(self, item_id: str, kind: str, epoch: int, wrapped: bytes) -> bytes:
        """Raises NotOpened, NotAMember where the epoch's key is not ours."""
        if epoch not in self._epoch_keys:
            raise NotAMember
        return unseal(self._epoch_keys[epoch], wrapped, self._about(item_id, kind, epoch))

    def operations_key(self, epoch: int) -> bytes:
        """32 bytes from which the keys of payloads of an epoch follow. Raises NotAMember."""
        if epoch not in self._operations_keys:
            if epoch not in self._epoch_keys:
                raise NotAMember
            purpose = f"aima operations v1|{self.case_id}|{epoch}"
            self._operations_keys[epoch] = derive(self._epoch_keys[epoch], purpose)
        return self._operations_keys[epoch]

    def _about(self, item_id: str, kind: str, epoch: int) -> bytes:
        return f"{self.case_id}|{item_id}|{kind}|{epoch}".encode()

    def _save(self) -> None:
        about = _about_database(self.case_id, self.epoch)
        under = self._epoch_keys[self.epoch]
        earlier = {e: k for e, k in self._operations_keys.items() if e not in self._epoch_keys}
        fields = {
            "version": VERSION,
            "epoch": self.epoch,
            "database": _text(seal(under, self.database_key, about)),
            "operations": {
                str(e): _text(seal(under, k, _about_operations(self.case_id, e))) for e, k in earlier.items()
            },
            "envelopes": [
                {"epoch": s.epoch, "member": s.member, "sender": s.sender, "envelope": _text(s.envelope)}
                for s in self._sealed
            ],
        }
        write_whole(self.folder / NAME, json.dumps(fields, indent=1).encode())


def _parsed(untrusted: Any) -> tuple[int, bytes, list[_Sealed]]:
    sealed = [
        _Sealed(
            int(e["epoch"]),
            str(e["member"]),
            str(e["sender"]),
            base64.b64decode(e["envelope"], validate=True),
        )
        for e in untrusted["envelopes"]
    ]
    return int(untrusted["epoch"]), base64.b64decode(untrusted["database"], validate=True), sealed


def _opened(sealed: _Sealed, case_id: str, member: Identity) -> bytes:
    # until an agency root certifies others, only keys one has sealed oneself are believed
    sender = member.public.signing
    return open_envelope(member, sender, _purpose(case_id, sealed.epoch), sealed.envelope)


def _purpose(case_id: str, epoch: int) -> str:
    return f"aima case epoch|{case_id}|{epoch}"


def _about_database(case_id: str, epoch: int) -> bytes:
    return f"{case_id}|database|{epoch}".encode()


def _about_operations(case_id: str, epoch: int) -> bytes:
    return f"{case_id}|operations|{epoch}".encode()


def _earlier(untrusted: Any) -> dict[int, bytes]:
    """Wrapped operations keys of epochs whose own keys are forgotten."""
    found = dict(untrusted.get("operations", {})).items()
    return {int(epoch): base64.b64decode(key, validate=True) for epoch, key in found}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
