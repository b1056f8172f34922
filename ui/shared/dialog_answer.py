"""Waiting for a dialog in a coroutine, without a nested event loop."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QDialog


async def answered(dialog: QDialog) -> bool:
    """Open it and wait until it is closed; whether it was accepted. It is deleted afterwards."""
    future: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def finished(result: int) -> None:
        if not future.done():
            future.set_result(result)

    dialog.finished.connect(finished)
    dialog.open()
    try:
        return await future == QDialog.DialogCode.Accepted
    finally:
        dialog.close()
        dialog.deleteLater()
