"""The device secret in a real keyring, and accounts where there is none.

Where GNOME's keyring is installed it runs on a message bus of its own, as on an investigator's desktop; the
two keyrings that refuse, or accept everything and keep nothing, come with the library and are everywhere.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

GNOME = shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")

_MAKE = """
import base64, json, sys
from pathlib import Path
import keyring
from keyring.errors import NoKeyringError
from app.keys import device_secret
from app.keys.account import Account, WrongPassphrase
from app.keys.device_secret import DeviceSecretMissing
from app.keys.passphrase import Cost
home, cheap = Path(sys.argv[1]), Cost(1, 64, 1)
account = Account.create(home, "pass", cost=cheap)
said = {"keyring": account.file.device_secret, "opens": Account.unlock(home, "pass").id == account.id}
try:
    stored = keyring.get_password("aima", account.id) or ""
except NoKeyringError:
    stored = ""
said["secret_bytes"] = len(base64.b64decode(stored))
said["secret_in_file"] = bool(stored) and stored in (home / "account.json").read_text()
if account.file.device_secret:
    account.change_passphrase("next", cost=cheap)
    said["same_secret_after_change"] = keyring.get_password("aima", account.id) == stored
    said["opens_after_change"] = Account.unlock(home, "next").id == account.id
    try:
        Account.unlock(home, "pass")
    except WrongPassphrase:
        said["old_refused"] = True
    device_secret.forget(account.id)
    try:
        Account.unlock(home, "next")
    except DeviceSecretMissing as error:
        said["missing"] = error.code
    recovered = Account.recover(home, account.recovery_key, "third", cost=cheap)
    said["recovered_with_keyring"] = recovered.file.device_secret
    said["opens_recovered"] = Account.unlock(home, "third").id == account.id
print(json.dumps(said))
"""


def _run(tmp_path: Path, backend: str, wrapper: list[str]) -> dict[str, Any]:
    environment = os.environ | {
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "PYTHON_KEYRING_BACKEND": backend,
    }
    command = [*wrapper, sys.executable, "-c", _MAKE, str(tmp_path / "home")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


@pytest.mark.parametrize("backend", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"])
def test_without_a_keyring_that_keeps_things_the_passphrase_stands_alone_and_says_so(
    tmp_path: Path, backend: str
) -> None:
    said = _run(tmp_path, backend, [])
    assert said == {"keyring": False, "opens": True, "secret_bytes": 0, "secret_in_file": False}


_DESKTOP = 'printf desktop | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@"'


if GNOME:

    def test_the_keyring_holds_the_device_secret_and_nothing_else(tmp_path: Path) -> None:
        wrapper = ["dbus-run-session", "--", "sh", "-c", _DESKTOP, "sh"]
        assert _run(tmp_path, "keyring.backends.SecretService.Keyring", wrapper) == {
            "keyring": True,
            "opens": True,
            "secret_bytes": 32,
            "secret_in_file": False,
            "same_secret_after_change": True,
            "opens_after_change": True,
            "old_refused": True,
            "missing": "device-secret-missing",
            "recovered_with_keyring": True,
            "opens_recovered": True,
        }
