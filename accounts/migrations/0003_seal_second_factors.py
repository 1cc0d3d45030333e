"""Seals the secrets of second factors that were stored in the clear before there was a key for them."""

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from accounts.sealing import Keyring


def seal(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Secrets of authenticator apps, and seeds of recovery codes."""
    keyring = Keyring("SECOND_FACTOR_KEYS")
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=("totp", "recovery_codes")):
        for name in {"secret", "seed"} & row.data.keys():
            row.data[name] = keyring.seal(row.data[name].encode()).decode()
        row.save(update_fields=["data"])


def unseal(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """As it was before."""
    keyring = Keyring("SECOND_FACTOR_KEYS")
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=("totp", "recovery_codes")):
        for name in {"secret", "seed"} & row.data.keys():
            row.data[name] = keyring.unseal(row.data[name].encode()).decode()
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_second_factor_offer"),
        ("mfa", "0003_authenticator_type_uniq"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(seal, unseal)]
