"""Development and demo: the embedded database, mails as files, demo sign-ins allowed."""

from bansou.settings import env
from bansou.settings.base import *  # noqa: F403

DEBUG = env.switch("BANSOU_DEBUG", default=False)
SECRET_KEY = "development-only-" + "not-a-secret-" * 4
#: Made at the first start; whoever copies the database of a developer takes var/private.key along.
PRIVATE_KEYS = env.private_keys(else_made_in=VAR_DIR / "private.key")  # noqa: F405
SECOND_FACTOR_KEYS = env.private_keys("BANSOU_SECOND_FACTOR_KEYS", else_made_in=VAR_DIR / "second_factor.key")  # noqa: F405
SELF_CHECK_KEYS = env.private_keys("BANSOU_SELF_CHECK_KEYS", else_made_in=VAR_DIR / "self_check.key")  # noqa: F405
ALLOWED_HOSTS = env.words("BANSOU_HOSTS", "localhost,127.0.0.1,[::1],testserver")
STAFF_SECOND_FACTOR_REQUIRED = False
#: The command that makes demo people with a known password runs only where this is true.
DEMO_ALLOWED = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # files come from where they are written; nothing is collected
