"""The entry for application servers."""

import os

from django.core.wsgi import get_wsgi_application

from bansou.operations.failures import told_in_one_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bansou.settings.production")
with told_in_one_line():
    application = get_wsgi_application()
