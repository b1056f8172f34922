"""What models are for. A stage asks for a task; a choice (`choice.py`) says which pack fills it."""

from __future__ import annotations

from enum import StrEnum


class Task(StrEnum):
    """The tasks there are, in the terms of the field. The values stand in lists of packs and in choices."""

    FACE_DETECTION = "face detection"
    FACE_EMBEDDING = "face embedding"
    SPEECH_RECOGNITION = "speech recognition"
    VOICE_ACTIVITY = "voice activity"
    SPEAKER_SEGMENTATION = "speaker segmentation"
    SPEAKER_EMBEDDING = "speaker embedding"
    OBJECT_DETECTION = "object detection"
    PICTURE_EMBEDDING = "picture embedding"
    PICTURE_TAGS = "picture tags"
    TEXT_DETECTION = "screen text detection"
    TEXT_RECOGNITION = "screen text recognition"
    SOUND_EVENTS = "sound events"
    LANGUAGE_MODEL = "language model"
    TEXT_EMBEDDING = "text embedding"
    TRANSLATION = "translation"


EMBEDDINGS = frozenset(
    {Task.FACE_EMBEDDING, Task.SPEAKER_EMBEDDING, Task.PICTURE_EMBEDDING, Task.TEXT_EMBEDDING}
)
"""Tasks whose packs give vectors, and so must say in what space these lie."""
