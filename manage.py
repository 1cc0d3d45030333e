#!/usr/bin/env python
"""Django's command line for Bansou."""

import os
import sys


def main() -> None:
    """Run one management command; settings default to development."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bansou.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
