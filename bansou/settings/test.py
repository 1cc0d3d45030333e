"""Tests: jobs run at once, mails stay in memory, passwords hash quickly."""

from bansou.operations import embedded
from bansou.settings import env
from bansou.settings.base import *  # noqa: F403

SECRET_KEY = "tests-only-" + "not-a-secret-" * 4
PRIVATE_KEYS = ["dGVzdHMtb25seS1ub3QtYS1zZWNyZXQtLS0tLS0tLS0="]  # 32 bytes that say so themselves
SECOND_FACTOR_KEYS = ["dGVzdHMtc2Vjb25kLWZhY3Rvci1ub3Qtc2VjcmV0LS0="]
SELF_CHECK_KEYS = ["dGVzdHMtc2VsZi1jaGVjay1ub3QtYS1zZWNyZXQtLS0="]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = "http://testserver"
WAGTAILADMIN_BASE_URL = BASE_URL
STAFF_SECOND_FACTOR_REQUIRED = False
WATCH_SECONDS = 0
SEARCHES_WRITTEN_SECONDS = 0
SITE_REMEMBERED_SECONDS = 0  # each test has its own site
DEMO_ALLOWED = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS["default"]["BACKEND"] = "django.tasks.backends.immediate.ImmediateBackend"  # noqa: F405
MAILERS["outgoing"] = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}  # noqa: F405
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
WHITENOISE_AUTOREFRESH = True
#: What tests write; their database is theirs alone (tests/plugins/embedded_database.py starts it).
TEST_VAR_DIR = VAR_DIR / "tests"  # noqa: F405
MEDIA_ROOT = TEST_VAR_DIR / "media"
# Test threads open and close connections with their own database names: no pool.
DATABASES["default"]["OPTIONS"].pop("pool")  # noqa: F405
# A test may compute for long inside its transaction, and a machine that runs tests may be busy.
DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=60000 -c lock_timeout=10000"  # noqa: F405
DATABASES["default"] |= {} if env.database() else embedded.connection_settings(TEST_VAR_DIR)  # noqa: F405
