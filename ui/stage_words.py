"""What stages are called in the window, and in which group they are offered."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

GROUPS = {
    "people": ("faces", "face_tracks", "face_embeddings"),
    "speech": ("voice_activity", "transcription", "speaker_embeddings", "speakers", "sound_events"),
    "text": ("screen_text", "entities"),
    "pictures": ("shot_changes", "shots", "objects", "image_embeddings", "perceptual_hashes"),
}


def stage_word(stage: str) -> str:
    """The name of a stage for people; an unknown one keeps its own."""
    translate = QCoreApplication.translate
    words = {
        "probe": translate("Stages", "Container and streams"),
        "shot_changes": translate("Stages", "Cuts"),
        "shots": translate("Stages", "Shots"),
        "faces": translate("Stages", "Faces"),
        "face_tracks": translate("Stages", "Face tracks"),
        "face_embeddings": translate("Stages", "Face comparison"),
        "objects": translate("Stages", "Objects and persons"),
        "screen_text": translate("Stages", "Text in pictures"),
        "image_embeddings": translate("Stages", "Picture content"),
        "perceptual_hashes": translate("Stages", "Near duplicates"),
        "voice_activity": translate("Stages", "Voice activity"),
        "transcription": translate("Stages", "Transcription"),
        "speaker_embeddings": translate("Stages", "Voice comparison"),
        "speakers": translate("Stages", "Speakers"),
        "sound_events": translate("Stages", "Sound events"),
        "entities": translate("Stages", "Names, numbers, plates"),
    }
    return words.get(stage, stage)


def group_word(group: str) -> str:
    """The name of a group of stages."""
    translate = QCoreApplication.translate
    words = {
        "people": translate("Stages", "People"),
        "speech": translate("Stages", "Speech and sound"),
        "text": translate("Stages", "Text"),
        "pictures": translate("Stages", "Pictures and shots"),
    }
    return words.get(group, group)
