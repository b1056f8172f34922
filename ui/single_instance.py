"""One window per account folder: who comes second asks the first to come to the front, and ends.

`window.lock` says who is first, a local socket carries the wish. The lock of a process that died is taken
over. Different folders may have windows side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QLockFile

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

ANSWER_MILLISECONDS = 2000


class SingleInstance:
    """Taken before anything is shown; held until `release`."""

    def __init__(self, home: Path) -> None:
        folder = QCryptographicHash.hash(str(home.absolute()).encode(), QCryptographicHash.Algorithm.Sha256)
        self._name = f"aima-{folder.toHex().toStdString()[:24]}"
        self._lock = QLockFile(str(home / "window.lock"))
        self._lock.setStaleLockTime(0)  # a window may stand open for weeks; a dead process is noticed anyway
        self._server: QLocalServer | None = None
        taken = self._lock.tryLock(0)
        # where nobody can write (a backup looked at), there is no lock, and nothing two windows could spoil
        self.first = taken or self._lock.error() is not QLockFile.LockError.LockFailedError

    def listen(self, asked: Callable[[], None]) -> None:
        """From now on tell `asked` when AIMA is started again."""
        from PySide6.QtNetwork import QLocalServer  # takes a while to load, and nobody waits for it

        server = self._server = QLocalServer()
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name)  # left behind by a process that was killed

        def connected() -> None:
            socket = server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            socket.write(b"here")
            socket.disconnectFromServer()
            asked()

        server.newConnection.connect(connected)
        server.listen(self._name)

    def ask_first(self) -> bool:
        """Ask the window that is open to come to the front; False where it does not answer."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        answered = socket.waitForConnected(ANSWER_MILLISECONDS) and socket.waitForReadyRead(
            ANSWER_MILLISECONDS
        )
        socket.abort()
        return answered

    def release(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()
