"""The only place that reads the environment. A wrong value stops the start and says which values are allowed."""

import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]

#: Every variable that Bansou reads, with what it means. README lists the same names (tests/test_architecture.py compares).
VARIABLES = {
    "BANSOU_BASE_URL": "address of the site in mails and feeds, without a slash at the end",
    "BANSOU_CONTACT_EMAIL": "where readers write to; printed on the contact page",
    "BANSOU_DEBUG": "on or off: Django's debug pages (development only)",
    "BANSOU_HOSTS": "host names that the site answers to, separated by commas",
    "BANSOU_LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR",
    "BANSOU_MAIL_FROM": "sender of all mails",
    "BANSOU_MAIL_URL": "smtp://user:password@host:port, or smtps://… for TLS from the start; unset in development: mails are files in BANSOU_VAR/mail",
    "BANSOU_OIDC_CLIENT_ID": "what the OpenID Connect provider calls this site",
    "BANSOU_OIDC_CLIENT_SECRET": "what proves this site to the OpenID Connect provider",
    "BANSOU_OIDC_ISSUER": "https://… of an OpenID Connect provider for sign-in; unset: none (the other BANSOU_OIDC_… are then not read)",
    "BANSOU_OIDC_NAME": "how the OpenID Connect provider is called on the sign-in page",
    "BANSOU_OIDC_TRUSTED": "on or off: whether addresses that the OpenID Connect provider has confirmed count as confirmed, and open the account they belong to",
    "BANSOU_OPERATOR_NAME": "who runs the site, as printed in the policies",
    "BANSOU_PRIVATE_KEYS": "Fernet keys that encrypt the private side of cases, the newest first, separated by commas; unset in development: a key in BANSOU_VAR",
    "BANSOU_SEARCH_URL": "https://user:password@host:9200 of OpenSearch, several separated by commas; unset: PostgreSQL alone",
    "BANSOU_SECOND_FACTOR_KEYS": "Fernet keys for the secrets of second factors, the newest first, separated by commas; unset in development: a key in BANSOU_VAR",
    "BANSOU_SELF_CHECK_KEYS": "Fernet keys for the answers of self-checks, the newest first, separated by commas; unset in development: a key in BANSOU_VAR",
    "BANSOU_SITE_DATABASE_URL": "DATABASE_URL of web and worker, given to fill_site: it makes and limits their role; unset: they connect as the owner",
    "BANSOU_TRUSTED_PROXIES": "how many proxies of ours stand before the site (0 or more)",
    "BANSOU_VAR": "folder for everything that the site writes: database, media, mail",
    "BANSOU_WEB_WORKERS": "number of web processes (1 to 64)",
    "DATABASE_URL": "postgres://user:password@host:port/name; unset: the embedded PostgreSQL",
    "PORT": "port of the web server (1 to 65535)",
    "SECRET_KEY": "Django's signing key, 50 or more characters (production only)",
}


def text(name: str, default: str | None = None) -> str:
    """The variable as text. Without a default it must be set."""
    _known(name)
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. It is: {VARIABLES[name]}.")
    return default


def choice(name: str, allowed: Collection[str], default: str) -> str:
    """The variable as one of the allowed words."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r} is not allowed. Allowed: {', '.join(sorted(allowed))}.")
    return value


def switch(name: str, *, default: bool) -> bool:
    """The variable as on or off."""
    return choice(name, ("on", "off"), "on" if default else "off") == "on"


def number(name: str, *, default: int, least: int, most: int) -> int:
    """The variable as a whole number between the bounds, both included."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name}={value!r} is not allowed. Allowed: a whole number from {least} to {most}.")
    return int(value)


def words(name: str, default: str) -> list[str]:
    """The variable as a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def private_keys(name: str = "BANSOU_PRIVATE_KEYS", *, else_made_in: Path | None = None) -> list[str]:
    """The variable as Fernet keys, the newest first. Where it is not set: the key of the file, which is made if it is not there.

    Raises ImproperlyConfigured, without showing the value, where one is no key; and where nothing is set and no file is named.
    """
    keys = words(name, _key_of(else_made_in) if else_made_in else text(name))
    for place, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError:
            raise ImproperlyConfigured(f"{name}: entry {place} is not a key. It is: {VARIABLES[name]}.") from None
    return keys


def _key_of(path: Path) -> str:
    """The key in the file; a new one where there is none. Several processes may start at once: the first file stays."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as written:
            written.write(Fernet.generate_key())
        try:
            os.link(name, path)
        except FileExistsError:
            pass
        finally:
            Path(name).unlink()
    return path.read_text(encoding="ascii").strip()


def folder(name: str, default: Path) -> Path:
    """The variable as an absolute folder."""
    return Path(text(name, str(default))).expanduser().resolve()


def database(name: str = "DATABASE_URL") -> dict[str, Any] | None:
    """The variable as Django's database settings, or None where it is not set.

    Raises ImproperlyConfigured where it names anything but PostgreSQL: search, constraints and limits lean on it.
    """
    value = text(name, "")
    if not value:
        return None
    if not value.startswith(("postgres://", "postgresql://")):
        scheme = value.split(":", 1)[0]
        raise ImproperlyConfigured(f"{name} begins with {scheme!r}. Allowed: postgres:// or postgresql://.")
    try:
        return dict(environ.Env.db_url_config(value))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read ({error}). It is: {VARIABLES[name]}.") from error


def search_urls(name: str = "BANSOU_SEARCH_URL") -> list[str]:
    """The variable as addresses of one OpenSearch cluster; [] where it is not set.

    Raises ImproperlyConfigured, without showing the value, where one is no address of a web server.
    """
    urls = words(name, "")
    for place, url in enumerate(urls, start=1):
        if not url.startswith(("http://", "https://")) or not urlsplit(url).hostname:
            raise ImproperlyConfigured(f"{name}: entry {place} is not allowed. It is: {VARIABLES[name]}.")
    return urls


def mailer(name: str = "BANSOU_MAIL_URL") -> dict[str, Any]:
    """The variable as one entry of Django's MAILERS."""
    value = text(name)
    if not value.startswith(("smtp://", "smtps://")):
        raise ImproperlyConfigured(f"{name} is not allowed. It is: {VARIABLES[name]}.")
    config = environ.Env.email_url_config(value.replace("smtps://", "smtp+ssl://"))
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": config["EMAIL_HOST"],
            "port": config["EMAIL_PORT"] or 25,
            "username": config["EMAIL_HOST_USER"] or "",
            "password": config["EMAIL_HOST_PASSWORD"] or "",
            "use_ssl": value.startswith("smtps://"),
            "use_tls": value.startswith("smtp://") and config["EMAIL_PORT"] == 587,
            "timeout": 10,
        },
    }


def identity_provider() -> dict[str, Any] | None:
    """The OpenID Connect provider that may sign people in, as an app of allauth, or None where none is named.

    Raises ImproperlyConfigured where its address is not https (http is taken for this machine alone).
    """
    issuer = text("BANSOU_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    if not issuer.startswith(("https://", "http://localhost:", "http://127.0.0.1:")):
        raise ImproperlyConfigured(f"BANSOU_OIDC_ISSUER={issuer!r} is not allowed. It begins with https://.")
    parts = urlsplit(issuer)
    return {
        "provider_id": "agency",
        "name": text("BANSOU_OIDC_NAME"),
        "client_id": text("BANSOU_OIDC_CLIENT_ID"),
        "secret": text("BANSOU_OIDC_CLIENT_SECRET"),
        "settings": {
            "server_url": issuer,
            "origin": f"{parts.scheme}://{parts.netloc}",
            "oauth_pkce_enabled": True,
            "is_trusted": switch("BANSOU_OIDC_TRUSTED", default=False),
        },
    }


def _known(name: str) -> None:
    if name not in VARIABLES:
        raise LookupError(f"{name} is missing in bansou.settings.env.VARIABLES")
