"""What can be wrong with a model pack."""

from __future__ import annotations

from engine.errors import AimaError


class PackError(AimaError):
    """A model pack could not be used. Run `main.py models list` to see what is installed."""

    code = "pack"
    exit_code = 6


class UnknownPack(PackError):
    """There is no model pack or file of that name. `main.py models list` shows all packs."""

    code = "pack-unknown"


class PackMissing(PackError):
    """The model file is not installed. Get it with {how}."""

    code = "pack-missing"
    passing = True


class PackDamaged(PackError):
    """The model file is not the one that was tested: {why}. Install the pack again with `main.py
    models install`, or transfer it from another machine with `main.py models import`.
    """

    code = "pack-damaged"
    passing = True


class PackUnfit(PackError):
    """The model pack cannot do what it was chosen for: {why}. `main.py models list` shows the tasks
    and the packs that fill each."""

    code = "pack-unfit"


class EntryRefused(PackError):
    """The model pack describes itself in a form that this version does not accept: {why}. Nothing was
    changed. Correct its entry, or ask the maker of the pack.
    """

    code = "pack-entry-refused"


class LicenceForbids(PackError):
    """The licence of this model pack does not allow {use} use, which this deployment's profile stands
    for. The clause: “{clause}” Choose another pack, or another profile if this one does not describe
    your work.
    """

    code = "licence-forbids"


class DownloadFailed(PackError):
    """The package could not be downloaded: {why}. Check the network and the configuration of
    {client}, or transfer the packs from another machine with `main.py models export` and `main.py
    models import`.
    """

    code = "download-failed"


class PackageTampered(PackError):
    """The registry sent a different file than the one that was tested. It was deleted and not used.
    Try again; if it happens again, ask the operator of the mirror, or install the packs from a file.
    """

    code = "package-tampered"


class ArchiveRefused(PackError):
    """The file is not an export of model packs that this version accepts: {why}. Nothing was changed.
    Export the packs again on a machine with the same version of AIMA."""

    code = "archive-refused"


class FolderRefused(PackError):
    """The model packs cannot be read or written there: {why}. Choose another folder, correct its
    permissions, or close the programs that use its files; finished packs are kept.
    """

    code = "folder-refused"


class NoSpace(PackError):
    """There is not enough disk space to install the model packs. Free about {needed} and run the
    command again; finished packs are kept.
    """

    code = "disk-full"
