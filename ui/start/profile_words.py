"""What a deployment profile is called, who it is for, and what follows from it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.cases.profile import Profile


class ProfileWords(QObject):
    """Texts in the person's language, drawn from the profile itself."""

    def name(self, name: str) -> str:
        return {
            "police": self.tr("Police and prosecution"),
            "press": self.tr("Press"),
            "human-rights": self.tr("Human rights and open-source investigation"),
            "corporate": self.tr("Company"),
        }.get(name, name)

    def short(self, profile: Profile) -> str:
        """One line of consequences."""
        return f"{self._search(profile)}. {self._exports(profile)}."

    def consequences(self, profile: Profile) -> list[str]:
        """What follows from it, a sentence each."""
        years = profile.retention_days // 365
        return [
            self.tr("Cases are kept for %n year(s) unless you set another date.", "", years),
            self._search(profile) + ".",
            self.tr("A name counts as verified when %n people agree.", "", profile.verifiers),
            self._exports(profile) + ".",
            self._exposure(profile),
            self._models(profile),
        ]

    def _search(self, profile: Profile) -> str:
        if profile.face_search:
            return self.tr("Face search is allowed with purpose and legal basis, and logged")
        return self.tr("Face search is locked; grouping faces within a case is not")

    def _exports(self, profile: Profile) -> str:
        if profile.hide_bystanders:
            return self.tr("Exports blur the faces of uninvolved people")
        return self.tr("Exports show all faces")

    def _exposure(self, profile: Profile) -> str:
        if not profile.exposure:
            return self.tr("Pictures and sound are shown unchanged.")
        if "mute" in profile.exposure:
            return self.tr("Pictures are blurred and sound is muted until you reveal them with a key.")
        return self.tr("Pictures are blurred until you reveal them with a key.")

    def _models(self, profile: Profile) -> str:
        if "non-commercial" in profile.uses:
            return self.tr("Models licensed for non-commercial use may be installed.")
        return self.tr("Only models whose licence allows this kind of use can be installed.")
