"""What a viewer's code means to a person."""

from __future__ import annotations

from app.core_api.protocol import Failed
from engine.errors import AimaError, MediaError
from engine.media import errors


class ViewerDied(AimaError):
    """The process that shows this file ended; the file may be damaged, or made to do harm. Nothing else was
    touched. Play it again; if it ends again, look at single pictures, or at another copy of the file."""

    code = "viewer-died"


class ViewerHung(AimaError):
    """The process that shows this file gave no sign of life and was ended. Nothing else was touched. Play it
    again; if it hangs again, the file may be damaged, or too much for this machine."""

    code = "viewer-hung"


class ViewerTooLarge(AimaError):
    """The file needed more memory than a viewer may use, as files made to exhaust memory do. If it is
    genuine, export a smaller version and import that as a derivative."""

    code = "viewer-too-large"


def explained(code: str) -> Failed:
    """Code and message; of a code nobody knows, what holds for all media."""
    known = [ViewerDied, ViewerHung, ViewerTooLarge]
    known += [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, AimaError)]
    found = next((kind for kind in known if kind.code == code), MediaError)
    return Failed(code, str(found()))
