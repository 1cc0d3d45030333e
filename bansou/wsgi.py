"""The entry for application servers."""

import os

from django.core.wsgi import get_wsgi_application

from bansou.operations.failures import told_in_one_line
from bansou.operations.loading import collector_at_rest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bansou.settings.production")
with told_in_one_line(), collector_at_rest():
    application = get_wsgi_application()

from bansou.operations.watchdog import start_watching

start_watching()
