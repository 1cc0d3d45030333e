"""python manage.py fill_site: tables, roles, workflow, themes and explainer pages, as this version wants them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from bansou.operations.preparation import fill_site, prepare_database
from bansou.operations.site_role import write_site_role


class Command(BaseCommand):
    """Run once for each new version, before web and worker start. Safe to run at any time."""

    help = "Migrate, and write the roles, the review workflow, the themes, the question bank and the explainer's pages that are not there yet."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the database, fill it, and let web and worker in."""
        prepare_database()
        fill_site()
        if settings.SITE_DATABASE:
            write_site_role(settings.SITE_DATABASE["USER"], settings.SITE_DATABASE["PASSWORD"])
