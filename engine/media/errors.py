"""Why a file could not be read as media. Only the code of an error leaves the sandboxed worker."""

from __future__ import annotations

from engine.errors import AimaError, MediaError


class Unreadable(MediaError):
    """The file claims to be media, but nothing in it could be decoded: it is damaged or was written
    by a faulty device. Look for another copy, or have it repaired and add the repaired file as well.
    """

    code = "unreadable"


class Empty(MediaError):
    """The file is empty. Check the storage medium and how the file was copied."""

    code = "empty"


class Vanished(MediaError):
    """The file could not be opened: it has disappeared, is not a regular file, or may not be read.
    Check the case folder and run `verify`.
    """

    code = "vanished"


class FormatRefused(MediaError):
    """AIMA does not open files of this format. Playlists, stream descriptions, archives, documents
    and vector graphics are refused because they refer to other files or contain programs. Add the
    files they refer to.
    """

    code = "format-refused"


class CodecMissing(MediaError):
    """The container was recognised, but there is no decoder for its content. Convert a copy to H.264
    or WAV with the recorder maker's tool and add the converted file as well.
    """

    code = "codec-missing"


class TooLarge(MediaError):
    """The picture has more pixels, or the file more streams, than AIMA decodes; files made to exhaust
    memory look like this. If it is genuine, export a smaller version and add that as well.
    """

    code = "too-large"


class Encrypted(MediaError):
    """The content is encrypted (DRM or a password). Obtain the key or an unprotected copy."""

    code = "encrypted"


class NoStreams(MediaError):
    """The file is a valid container without pictures and without sound. There is nothing to analyse."""

    code = "no-streams"


class WrongStream(MediaError):
    """The requested stream is not in the file or is of another kind. Run `probe` on the item again."""

    code = "wrong-stream"


class Truncated(MediaError):
    """The file ends before the part needed to read it (in MP4 and MOV the index at the end). The
    recording or the copy was interrupted. Look for a complete copy, or have the index rebuilt and add
    the result as well.
    """

    code = "truncated"


class MediaDamaged(AimaError):
    """A sealed file was changed, truncated, or sealed with another key. Nothing was decrypted from
    the damaged part. Restore it from a backup, or add the original again.
    """

    code = "media-damaged"
    exit_code = 6


class MediaMissing(AimaError):
    """A sealed file is missing. Restore it from a backup, or add the original again."""

    code = "media-missing"
    exit_code = 6
