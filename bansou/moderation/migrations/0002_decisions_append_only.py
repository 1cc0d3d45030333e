"""PostgreSQL itself refuses to change or delete a decision: an error in our code, or a hand in the shell, cannot rewrite it."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION moderation_decision_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'moderation_decision is append-only';
END
$$;
CREATE TRIGGER moderation_decision_is_append_only BEFORE UPDATE OR DELETE ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_decision_is_append_only();
"""
ALLOW = """
DROP TRIGGER moderation_decision_is_append_only ON moderation_decision;
DROP FUNCTION moderation_decision_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
