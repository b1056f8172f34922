"""The device secret: 32 bytes in the operating system's keyring, and nothing else is ever put there."""

from __future__ import annotations

import base64
import binascii
import logging
import os

from engine.errors import AimaError

logger = logging.getLogger(__name__)
SERVICE = "aima"
SECRET_BYTES = 32


class DeviceSecretMissing(AimaError):
    """This account needs a secret from this computer's keyring, and the keyring does not contain it
    or stays locked. Unlock the keyring (log in to the desktop) and try again, or use `passphrase
    recover` with the recovery key.
    """

    code = "device-secret-missing"
    exit_code = 3


def store(account: str) -> bytes:
    """Put a new secret into the keyring and return it, or empty bytes where there is none that keeps it.

    The secret is read back, because some keyrings accept everything and keep nothing.
    """
    import keyring
    from keyring.errors import KeyringError

    secret = os.urandom(SECRET_BYTES)
    try:
        keyring.set_password(SERVICE, account, base64.b64encode(secret).decode())
        if _read(account) == secret:
            return secret
    except (KeyringError, OSError, RuntimeError) as error:
        logger.info("no usable keyring: %s", type(error).__name__)
    return b""


def load(account: str) -> bytes:
    """The secret stored for `account`. Raises DeviceSecretMissing."""
    from keyring.errors import KeyringError

    try:
        secret = _read(account)
    except (KeyringError, OSError, RuntimeError):
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise DeviceSecretMissing
    return secret


def forget(account: str) -> None:
    """Remove the secret; nothing happens where there is none."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, account)
    except (KeyringError, OSError, RuntimeError) as error:
        logger.info("nothing removed from the keyring: %s", type(error).__name__)


def _read(account: str) -> bytes:
    import keyring

    try:
        return base64.b64decode(keyring.get_password(SERVICE, account) or "", validate=True)
    except binascii.Error:
        return b""
