"""Why a file could not be read as media. Only the code of an error leaves the sandboxed worker."""

from __future__ import annotations

from engine.errors import AimaError, MediaError


class Unreadable(MediaError):
    """The file claims to be media but nothing in it could be decoded: it is damaged or was written by a
    faulty device. Look for another copy, or have it repaired and import the repaired file as a derivative."""

    code = "unreadable"


class Empty(MediaError):
    """The file has no content at all. Check the storage medium and the way the file was copied."""

    code = "empty"


class Vanished(MediaError):
    """The file could not be opened: it is gone, not a regular file, or may not be read. Check the case
    folder and run `verify`."""

    code = "vanished"


class FormatRefused(MediaError):
    """The file is of no format that AIMA opens. Playlists, stream descriptions, archives, documents and
    vector graphics are refused, since they point elsewhere or hold programs. Import what they refer to."""

    code = "format-refused"


class CodecMissing(MediaError):
    """The container was understood, but no decoder for its content is built in. Convert a copy to H.264 or
    WAV with the tool of the recorder's maker and import that as a derivative."""

    code = "codec-missing"


class TooLarge(MediaError):
    """The picture has more pixels, or the file more streams, than AIMA decodes, as files made to exhaust
    memory do. If it is genuine, export a smaller version and import that as a derivative."""

    code = "too-large"


class Encrypted(MediaError):
    """The content is encrypted (DRM or a password). Obtain the key or an unprotected copy."""

    code = "encrypted"


class NoStreams(MediaError):
    """The file is a valid container without pictures and without sound. There is nothing to analyse."""

    code = "no-streams"


class WrongStream(MediaError):
    """The stream that was asked for is not in the file, or is of another kind. Run `probe` on the
    item again."""

    code = "wrong-stream"


class Truncated(MediaError):
    """The file ends before the part needed to read it (for MP4 and MOV the index at the end). The recording
    or the copying was interrupted. Look for a complete copy, or have the index rebuilt and import the
    result as a derivative."""

    code = "truncated"


class MediaDamaged(AimaError):
    """A sealed file was changed, cut off, or sealed with another key. Nothing was decrypted from the damaged
    part. Restore it from a backup, or add the original again.
    """

    code = "media-damaged"
    exit_code = 6


class MediaMissing(AimaError):
    """A sealed file is not in its place. Restore it from a backup, or add the original again."""

    code = "media-missing"
    exit_code = 6
