"""Settings that hold everywhere. What differs stands in dev.py, test.py and production.py; the environment is read in env.py alone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from bansou.operations import embedded
from bansou.settings import env

BASE_DIR: Path = env.BASE_DIR
VAR_DIR: Path = env.folder("BANSOU_VAR", BASE_DIR / "var")

DEBUG = False
ALLOWED_HOSTS: list[str] = env.words("BANSOU_HOSTS", "localhost,127.0.0.1,[::1]")
WEB_PORT: int = env.number("PORT", default=8000, least=1, most=65535)
WEB_WORKERS: int = env.number("BANSOU_WEB_WORKERS", default=2, least=1, most=64)
BASE_URL: str = env.text("BANSOU_BASE_URL", f"http://localhost:{WEB_PORT}")
ROOT_URLCONF = "bansou.urls"
WSGI_APPLICATION = "bansou.wsgi.application"
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "bansou" / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

INSTALLED_APPS = [
    # Wagtail, without the parts that we do not use: forms, redirects' import, embeds stay because its admin needs them
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.StaffAccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    # sign-in
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    # the frame
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    # ours, from the top of the house to its ground floor; after Wagtail, whose signals cases silences
    "bansou.operations",
    "bansou.school",
    "bansou.explainer",
    "bansou.announcements",
    "knowhow",
    "cases",
    "bansou.glossary",
    "bansou.sharing",
    "bansou.drafts",
    "bansou.search",
    "bansou.notifications",
    "bansou.moderation",
    "bansou.freshness",
    "accounts.apps.AccountsConfig",
    "bansou.images",
    "bansou.lists",
    "bansou.forms",
    "bansou.text",
]

MIDDLEWARE = [
    "bansou.operations.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bansou.operations.request_log.RequestLogMiddleware",
    "bansou.operations.csp.SitePolicyMiddleware",
    "bansou.operations.methods.MethodMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bansou.explainer.middleware.KnownSiteMiddleware",
    "accounts.acting_for.SupportedSessionMiddleware",
    "accounts.middleware.RefusalMiddleware",
    "accounts.middleware.AdminDoorMiddleware",
    "accounts.middleware.StaffSecondFactorMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "bansou.search.middleware.IndexMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bansou.text.context.site",
                "bansou.notifications.unread.in_templates",
            ],
            "builtins": ["bansou.text.templatetags.bansou_text", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- data -------------------------------------------------------------------------------------------------------------
EMBEDDED_DATABASE: bool = env.database() is None
DATABASES: dict[str, dict[str, Any]] = {"default": env.database() or embedded.connection_settings(VAR_DIR)}
#: As whom web and worker connect where that is not the owner of the tables (bansou.operations.site_role).
SITE_DATABASE: dict[str, Any] | None = env.database("BANSOU_SITE_DATABASE_URL")
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"] |= {
    "connect_timeout": 3,
    # A page may wait for the database five seconds, for another writer two: then it fails instead of piling up. Just-in-time compilation, which
    # PostgreSQL's own packages have and the embedded one has not, costs a search more than the search.
    "options": "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000 -c jit=off",
    "pool": {"min_size": 1, "max_size": 8, "timeout": 5},
}
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "bansou.operations.shared_cache.SharedCache", "LOCATION": "django_cache"},
    # Parts of pages (bansou.freshness), in each process: at most some 40 MB.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 1000}},
    # What each process takes to be so for half a minute (bansou.announcements.banners).
    "moments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "moments"},
}
#: How often a web process looks whether worker, periodic work and outbox do what they should.
WATCH_SECONDS = 300
#: How long searches wait in a web process before they are counted beside its pages (bansou.search.demand); 0: nothing writes them.
SEARCHES_WRITTEN_SECONDS = 10
TASKS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "wagtail"]}
}

# -- files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "bansou.operations.stylesheets.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Two dozen files (the figures of a case; an empty choice counts) and 3,000 fields (a long StreamField page) are the most that any
# page of ours sends; 40 dialogues of a case, each filled to its limit, are just below two million bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_200_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 24

# -- people -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.KnownPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.entering.DiscreetSignupForm",
    "reset_password": "accounts.forms.entering.DiscreetResetForm",
    "request_login_code": "accounts.forms.entering.DiscreetCodeForm",
    "confirm_login_code": "accounts.forms.codes.LoginCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False  # mail scanners follow links; a person presses the button
# Only in the browser that signed up, within the time of a sign-in: elsewhere the link confirms, and the password is asked for.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
#: Counted in the shared cache. Several windows of one act count each for themselves. Network addresses have more room than research
#: gives as a start: a course of forty people signs up from one office. A person's own address (`key`) has none to spare.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,60/h/ip,5/5m/key",
    "signup": "20/m/ip,60/h/ip",
    "reset_password": "5/m/ip,20/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "request_login_code": "20/m/ip,60/h/ip,3/m/key,10/h/key",
    "confirm_email": "1/3m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "10/m/ip"}
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password, address or factor is told by mail
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "accounts.models.display_name_of"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.split(":", 1)[0]
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("BANSOU_TRUSTED_PROXIES", default=0, least=0, most=9)
# A number by mail in place of the password: eight digits, ten minutes (offices' mail is slow), five tries.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever did not change his own sign-in hears of it
MFA_ADAPTER = "accounts.mfa_adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.forms.codes.SecondFactorForm",
    "reauthenticate": "accounts.forms.codes.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.codes.AuthenticatorAppForm",
    "add_webauthn": "accounts.forms.passkeys.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.passkeys.RenamePasskeyForm",
}
#: An agency's own sign-in, where the environment names one. Nobody is signed up without seeing the form: it asks for the display name.
IDENTITY_PROVIDER: dict[str, Any] | None = env.identity_provider()
SOCIALACCOUNT_ADAPTER = "accounts.adapter.IdentityAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"APPS": [IDENTITY_PROVIDER] if IDENTITY_PROVIDER else []}}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "伴走"
MFA_TOTP_TOLERANCE = 1  # half a minute more for whoever types slowly; accounts.forms.codes takes no number twice
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # finger, face or PIN: a found key alone opens nothing
MFA_TRUST_ENABLED = True
USERSESSIONS_TRACK_ACTIVITY = False
#: Staff reach /admin/ only after setting up a second factor. Off with the demo settings alone.
STAFF_SECOND_FACTOR_REQUIRED = True
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure"

# -- mail: every mail is a row first; the worker sends it ------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text("BANSOU_MAIL_FROM", "伴走 <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "bansou.notifications.backends.OutboxBackend"},
    "outgoing": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": str(VAR_DIR / "mail")}},
}

# -- Wagtail ----------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "伴走"
SITE_REMEMBERED_SECONDS = 30
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILUSERS_PASSWORD_REQUIRED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # or the admin asks a foreign host with a hash of every staff address
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# The button that approves saves keywords first, which makes a version: with True that version would wait for review again, for ever.
# Nothing unseen slips through: the author cannot write while a case is under review, and a resubmitted one starts its task anew.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False  # a page that waits is told to editors; owners who are none have other work
WAGTAIL_FINISH_WORKFLOW_ACTION = "cases.publication.publish_approved"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ja", "日本語")]
WAGTAIL_CONTENT_LANGUAGES = [("ja", "日本語")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILIMAGES_IMAGE_MODEL = "images.SitePicture"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 2**20
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 2**20
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "bansou.search.backend"}}
if SEARCH_URLS := env.search_urls():
    # Wagtail's lists and choosers ask OpenSearch. Our own index is kept beside it: /search/ counts and narrows in it.
    WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "bansou.search.opensearch", "URLS": SEARCH_URLS, "INDEX_PREFIX": "bansou_", "TIMEOUT": 5},
        "database": {"BACKEND": "bansou.search.backend"},
    }
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_GET_TAGS_FROM_STRING = "cases.keywords.split_keywords"
TAGGIT_STRING_FROM_TAGS = "cases.keywords.join_keywords"

# -- safety -----------------------------------------------------------------------------------------------------------
SECURE_CSP: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    # The button of the agency's own sign-in is a form, and browsers hold its redirect to this rule.
    "form-action": [CSP.SELF, *([IDENTITY_PROVIDER["settings"]["origin"]] if IDENTITY_PROVIDER else [])],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
#: Wagtail's admin has inline scripts and shows previews in a frame of its own.
ADMIN_CSP: dict[str, Any] = SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "bansou.operations.errors.DiscreetReporterFilter"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail lifts it for the previews that its admin shows in a frame

# -- words that the operator chooses ---------------------------------------------------------------------------------
OPERATOR_NAME = env.text("BANSOU_OPERATOR_NAME", "（運営者名は設置時に定めます）")
CONTACT_EMAIL = env.text("BANSOU_CONTACT_EMAIL", "contact@example.jp")

LOG_LEVEL = env.choice("BANSOU_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"missing_database": {"()": "bansou.operations.errors.MissingDatabaseFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["missing_database"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Wagtail writes titles into its log: a draft's title is its author's.
    # Django's own line of a 404 has the address in it, with whatever words somebody put there.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "django.tasks": {"level": "WARNING"},
    },
}
