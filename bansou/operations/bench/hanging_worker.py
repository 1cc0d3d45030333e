"""A worker that tries a mail server again and again, however long that hangs: `python -m bansou.operations.bench.hanging_worker PORT`."""

import sys
import time


def main(port: str) -> None:
    """Send what is in the outbox to the port, until a signal ends it."""
    import django
    from django.conf import settings

    from bansou.operations.failures import without_pool

    options = {"host": "127.0.0.1", "port": int(port), "timeout": 10}
    settings.MAILERS["outgoing"] = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
    without_pool()
    django.setup()

    from django.core.cache import cache
    from django.utils import timezone

    from bansou.notifications.actions import send_waiting
    from bansou.notifications.models import OutgoingMail

    while True:
        OutgoingMail.objects.waiting().update(due_at=timezone.now())
        cache.clear()
        send_waiting()
        time.sleep(0.1)


if __name__ == "__main__":
    main(*sys.argv[1:])
