"""python manage.py check_decisions: the record of decisions is still as it was written, or which row is not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bansou.moderation.models import Decision


class Command(BaseCommand):
    """Names every row that was changed, and every place where rows are gone. Exit status 1 then."""

    help = (
        "Check the chain of the record of decisions. Keep the printed line: with --holds it shows later that nothing was cut off."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """A hash that an earlier check printed."""
        parser.add_argument(
            "--holds", metavar="HASH", help="fail also where no row has this hash, which an earlier check printed"
        )

    def handle(self, *args: Any, holds: str | None = None, **options: Any) -> None:
        """Print one line, or fail."""
        broken = list(Decision.objects.broken())
        if broken:
            raise CommandError(f"運営の記録が書き換えられています。番号：{'、'.join(map(str, broken))}")
        if holds and not Decision.objects.filter(hash=holds).exists():
            raise CommandError("前に控えた符号の行がありません。記録の終わりが切り取られています。")
        last = Decision.objects.order_by("pk").last()
        self.stdout.write(
            f"{Decision.objects.count()}件、すべて書いたときのままです。最後の符号：{last.hash if last else '（まだありません）'}"
        )
