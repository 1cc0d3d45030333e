"""Tests: jobs run at once, mails stay in memory, passwords hash quickly."""

import tempfile
from pathlib import Path

from bansou.settings.base import *  # noqa: F403

SECRET_KEY = "tests-only-" + "not-a-secret-" * 4
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = "http://testserver"
WAGTAILADMIN_BASE_URL = BASE_URL
STAFF_SECOND_FACTOR_REQUIRED = False
DEMO_ALLOWED = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS["default"]["BACKEND"] = "django.tasks.backends.immediate.ImmediateBackend"  # noqa: F405
MAILERS["outgoing"] = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}  # noqa: F405
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="bansou-test-media-"))
# Test threads open and close connections with their own database names: no pool.
DATABASES["default"]["OPTIONS"].pop("pool")  # noqa: F405
