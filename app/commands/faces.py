"""`faces`: who appears; name, merge, split, detach and verify people."""

from app.cases.clusters import FACES
from app.commands.group_command import GroupCommand

HELP = "who appears in a case; name, merge, split, detach and verify people"
_COMMAND = GroupCommand(FACES, "faces", "person", ("sighting", "sightings"))
configure, run = _COMMAND.configure, _COMMAND.run
