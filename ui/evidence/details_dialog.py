"""A window beside the work with all that is known of the current item; it follows the list."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.core_api.evidence import Facts
from ui.dialog_size import fit
from ui.evidence.details_view import DetailsView


class DetailsDialog(QDialog):
    """Made once and hidden; Escape closes it."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence-details-dialog")
        self.view = DetailsView()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.view)
        fit(self, 760, 600)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Details of the Item"))
        self.view.retranslate()

    def show_facts(self, facts: Facts) -> None:
        self.view.show_facts(facts)

    def forget(self) -> None:
        """Show nothing, keep nothing."""
        self.view.forget()
        self.hide()
