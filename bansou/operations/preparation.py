"""What a database needs before the site runs on it: tables, roles, the review workflow, and all that a site begins with. All of it idempotent."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.actions import write_roles
from bansou.explainer.actions import fill_explainer
from bansou.explainer.page_review import write_page_workflow
from bansou.glossary.actions import write_glossary
from bansou.operations.daily import plan_daily_work, plan_first_count
from bansou.operations.hourly import plan_hourly_work
from bansou.operations.index_writer import tend_bare_index
from bansou.school.filling import write_lessons
from bansou.school.practice_setup import write_president_sheet, write_role_plays
from bansou.school.self_check.actions import write_check_items
from bansou.search.actions import put_terms_in_force, write_terms
from cases.setup import write_questions, write_review_workflow, write_themes


def prepare_database() -> None:
    """Bring the tables up to this version, the cache's table included."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def fill_site() -> None:
    """Write what is not there yet of roles, workflow, themes, questions, terms of the search, explainer pages and the school; plan daily and hourly work.

    What staff changed stays.
    """
    write_roles()
    write_themes()
    write_questions()
    write_review_workflow()
    if write_terms():
        put_terms_in_force(by=None)
    tend_bare_index()
    fill_explainer(by=None)
    write_page_workflow()
    write_lessons()
    write_glossary()
    write_check_items()
    write_role_plays()
    write_president_sheet()
    plan_daily_work()
    plan_hourly_work()
    plan_first_count()


def is_migrated() -> bool:
    """Whether the database has every migration of this version."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
