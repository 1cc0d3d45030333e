"""Decisions by people without an account, and a chain: each row holds the hash of its content and of the row before.

PostgreSQL makes the chain itself, so no code path can leave it out. Writers wait for each other until the end of their transactions;
a row takes its number after the wait, so that the order of numbers is the order of the chain.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CHAIN = """
CREATE FUNCTION moderation_decision_hash(decision moderation_decision) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        decision.id, extract(epoch FROM decision.at), decision.by_id, decision.actor, decision.verb, decision.reason,
        decision.content_type_id, decision.object_id, decision.target_name, decision.hash_before
    )::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION moderation_decision_is_chained() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('moderation_decision'));
    NEW.id := nextval(pg_get_serial_sequence('moderation_decision', 'id'));
    NEW.hash_before := coalesce((SELECT hash FROM moderation_decision ORDER BY id DESC LIMIT 1), '');
    NEW.hash := moderation_decision_hash(NEW);
    RETURN NEW;
END
$$;

ALTER TABLE moderation_decision DISABLE TRIGGER moderation_decision_is_append_only;
DO $$
DECLARE
    decision moderation_decision;
    before text := '';
BEGIN
    FOR decision IN SELECT * FROM moderation_decision ORDER BY id LOOP
        decision.hash_before := before;
        before := moderation_decision_hash(decision);
        UPDATE moderation_decision SET hash_before = decision.hash_before, hash = before WHERE id = decision.id;
    END LOOP;
END
$$;
ALTER TABLE moderation_decision ENABLE TRIGGER moderation_decision_is_append_only;

CREATE TRIGGER moderation_decision_is_chained BEFORE INSERT ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_decision_is_chained();
CREATE TRIGGER moderation_decision_is_never_emptied BEFORE TRUNCATE ON moderation_decision
    FOR EACH STATEMENT EXECUTE FUNCTION moderation_decision_is_append_only();
"""
UNCHAIN = """
DROP TRIGGER moderation_decision_is_never_emptied ON moderation_decision;
DROP TRIGGER moderation_decision_is_chained ON moderation_decision;
DROP FUNCTION moderation_decision_is_chained();
DROP FUNCTION moderation_decision_hash(moderation_decision);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0002_decisions_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "decision", "actor", models.CharField(blank=True, default="", max_length=80, verbose_name="決めた人（アカウントのない方）")
        ),
        migrations.AddField("decision", "hash_before", models.CharField(default="", editable=False, max_length=64, verbose_name="一つ前の符号")),
        migrations.AddField("decision", "hash", models.CharField(default="", editable=False, max_length=64, verbose_name="符号")),
        migrations.AlterField(
            "decision",
            "by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="決めた人",
            ),
        ),
        migrations.RunSQL(CHAIN, UNCHAIN),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(condition=models.Q(("actor", ""), ("by", None), _negated=True), name="decision_has_somebody"),
        ),
        migrations.AddConstraint(
            "decision", models.UniqueConstraint(fields=("hash_before",), name="one_decision_follows_another")
        ),
    ]
