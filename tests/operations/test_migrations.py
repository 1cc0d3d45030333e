"""Models and migrations say the same."""

import pytest
from django.core.management import call_command

from bansou.operations.preparation import is_migrated


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=3)


@pytest.mark.django_db
def test_the_tests_database_was_migrated_from_zero():
    assert is_migrated()
