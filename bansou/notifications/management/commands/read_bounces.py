"""python manage.py read_bounces [--maildir FOLDER]: take in reports that our mails did not arrive.

The reports come to the mailbox of BANSOU_MAIL_FROM. Either its server hands each message to this command (`|… manage.py read_bounces`, the
message on stdin), or a timer runs it with the Maildir in which they are collected; what was read moves from `new` to `cur`.
"""

import mailbox
import sys
from argparse import ArgumentParser
from email import message_from_binary_file, message_from_bytes, policy
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bansou.notifications.actions import take_in_return
from bansou.notifications.returned_mail import returns_in


class Command(BaseCommand):
    """Reads the message on stdin, or all new ones of a Maildir."""

    help = "Take in reports that mails did not arrive, from stdin or from a Maildir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder."""
        parser.add_argument(
            "--maildir", type=Path, help="a Maildir, with the folders cur, new and tmp; without it: one message on stdin"
        )

    def handle(self, *args: Any, maildir: Path | None, **options: Any) -> None:
        """Say how many returns were known and how many messages were read."""
        if maildir is None:
            read, known = 1, self._take_in(message_from_binary_file(sys.stdin.buffer, policy=policy.default))
        else:
            read, known = self._read(maildir)
        self.stdout.write(f"{read} messages, {known} returns of our mails")

    def _read(self, folder: Path) -> tuple[int, int]:
        if not (folder / "new").is_dir():
            raise CommandError(f"{folder} is not a Maildir: it has no folder named new.")
        box, read, known = mailbox.Maildir(folder, create=False), 0, 0
        for key, message in box.iteritems():
            if message.get_subdir() == "new":
                known += self._take_in(message_from_bytes(box.get_bytes(key), policy=policy.default))
                message.set_subdir("cur")
                message.add_flag("S")
                box[key] = message
                read += 1
        return read, known

    def _take_in(self, message: Any) -> int:
        return sum(take_in_return(returned) for returned in returns_in(message))
