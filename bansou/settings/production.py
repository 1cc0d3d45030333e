"""Production: nothing has a default that is not safe; HTTPS everywhere; no demo people."""

from bansou.settings import env
from bansou.settings.base import *  # noqa: F403

SECRET_KEY = env.text("SECRET_KEY")
PRIVATE_KEYS = env.private_keys()
SECOND_FACTOR_KEYS = env.private_keys("BANSOU_SECOND_FACTOR_KEYS")
SELF_CHECK_KEYS = env.private_keys("BANSOU_SELF_CHECK_KEYS")
env.text("DATABASE_URL")  # the embedded database is for development alone
ALLOWED_HOSTS = env.words("BANSOU_HOSTS", "") or [env.text("BANSOU_HOSTS")]
BASE_URL = env.text("BANSOU_BASE_URL")
WAGTAILADMIN_BASE_URL = BASE_URL
DEMO_ALLOWED = False
MAILERS["outgoing"] = env.mailer()  # noqa: F405

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CSP = SECURE_CSP | {"upgrade-insecure-requests": True}  # noqa: F405
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
MFA_TRUST_COOKIE_NAME = "__Host-trusted"
