"""Asking for an analysis from anywhere in the window; the panel of jobs follows."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class AnalysisRequests(QObject):
    """A panel that wants something analysed asks here; it needs not know who offers analyses."""

    wanted = Signal(object)
    """What is proposed (`app.core_api.jobs.Wanted`); the person still decides."""
