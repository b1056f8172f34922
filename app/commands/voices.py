"""`voices`: who speaks, across files; name, merge, split, detach and verify voices."""

from app.cases.clusters import VOICES
from app.commands.group_command import GroupCommand

HELP = "who speaks in a case; name, merge, split, detach and verify voices"
_COMMAND = GroupCommand(VOICES, "voices", "voice", ("speaker", "speakers"))
configure, run = _COMMAND.configure, _COMMAND.run
