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
    tr = QCoreApplication.translate
    words = {
        "probe": tr("Stages", "Container and streams"),
        "shot_changes": tr("Stages", "Cuts"),
        "shots": tr("Stages", "Shots"),
        "faces": tr("Stages", "Faces"),
        "face_tracks": tr("Stages", "Face tracks"),
        "face_embeddings": tr("Stages", "Face comparison"),
        "objects": tr("Stages", "Objects and persons"),
        "screen_text": tr("Stages", "Text in pictures"),
        "image_embeddings": tr("Stages", "Picture content"),
        "perceptual_hashes": tr("Stages", "Near duplicates"),
        "voice_activity": tr("Stages", "Voice activity"),
        "transcription": tr("Stages", "Transcription"),
        "speaker_embeddings": tr("Stages", "Voice comparison"),
        "speakers": tr("Stages", "Speakers"),
        "sound_events": tr("Stages", "Sound events"),
        "entities": tr("Stages", "Names, numbers, plates"),
    }
    return words.get(stage, stage)


def group_word(group: str) -> str:
    """The name of a group of stages."""
    tr = QCoreApplication.translate
    words = {
        "people": tr("Stages", "People"),
        "speech": tr("Stages", "Speech and sound"),
        "text": tr("Stages", "Text"),
        "pictures": tr("Stages", "Pictures and shots"),
    }
    return words.get(group, group)
