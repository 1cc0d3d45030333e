"""A real worker for tests, in a process of its own, on a database of the tests: `python -m tests.notifications.hurried_worker DATABASE PORT`.

All its waits are a sixtieth of what they are on the site: a minute is a second.
"""

import os
import sys
from datetime import timedelta

HURRY = 60


def main(database: str, port: str) -> None:
    """Work until something ends it. Mail goes to the port."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bansou.settings.test"
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.TASKS["default"]["BACKEND"] = "django_tasks_db.DatabaseBackend"
    settings.MAILERS["outgoing"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": int(port), "timeout": 0.5},
    }
    django.setup()

    from django.core.management import call_command

    from bansou.notifications.actions import outbox
    from bansou.operations import worker

    outbox.RETRY_MINUTES = tuple(minutes / HURRY for minutes in outbox.RETRY_MINUTES)
    outbox.CLAIM /= HURRY
    outbox.PAUSE_SECONDS /= HURRY
    worker.ROUND /= HURRY
    worker.GRACE = timedelta(seconds=worker.GRACE.total_seconds() / HURRY)
    call_command("work")


if __name__ == "__main__":
    main(*sys.argv[1:])
