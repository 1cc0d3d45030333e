#!/usr/bin/env python
"""Django's command line for Bansou."""

import os
import sys


def main() -> None:
    """Run one management command; settings default to development. What the person can mend is told in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _settings_argument() or "bansou.settings.dev")
    from bansou.operations.loading import collector_at_rest

    with collector_at_rest():
        import django
        from django.core.management import execute_from_command_line

        from bansou.operations.failures import told_in_one_line, without_pool

        with told_in_one_line():
            without_pool()
            django.setup()
    with told_in_one_line():
        execute_from_command_line(sys.argv)


def _settings_argument() -> str:
    """The value of --settings, which Django itself reads only later."""
    for argument, following in zip(sys.argv, [*sys.argv[1:], ""], strict=True):
        if argument.startswith("--settings"):
            return argument.partition("=")[2] or following
    return ""


if __name__ == "__main__":
    main()
