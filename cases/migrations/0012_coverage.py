"""PostgreSQL itself works out until when a case is covered, and refuses to publish one that is not: behind every way of our code.

`covered_until` is computed with each write of the case and after each write of its consents, so nobody can set it to anything else. Of each
party something must be said; a person (party and role) is covered as long as one standing row of his covers; the case as long as all are.
"""

from django.db import migrations

COVERAGE = """
CREATE FUNCTION case_covered_until(number bigint, wanted text, sample boolean) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    forever CONSTANT date := DATE '9999-12-31';
    enough text[] := CASE wanted
        WHEN 'named' THEN ARRAY['named']
        WHEN 'anonymous' THEN ARRAY['anonymous', 'named']
        ELSE ARRAY['members', 'anonymous', 'named']
    END;
    day date;
BEGIN
    IF sample THEN
        RETURN forever;  -- fictional: there is nobody to ask
    END IF;
    SELECT CASE WHEN count(DISTINCT party) = 4 AND bool_and(until IS NOT NULL) THEN min(until) END INTO day
    FROM (
        SELECT party, max(
            CASE
                WHEN withdrawn_at IS NOT NULL THEN NULL
                WHEN NOT is_needed THEN forever
                WHEN scope = ANY(enough) THEN coalesce(expires_on, forever)
            END
        ) AS until
        FROM cases_consent
        WHERE case_id = number AND (is_needed OR withdrawn_at IS NULL)
        GROUP BY party, role_words
    ) AS people;
    RETURN day;
END
$$;

CREATE FUNCTION cases_case_is_covered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.covered_until := case_covered_until(NEW.id, NEW.disclosure, NEW.is_sample);
    -- Only what publishes is refused: of a case whose consent ended meanwhile the row may still be written, and nobody reads it.
    IF NEW.live AND (NEW.covered_until IS NULL OR NEW.covered_until < (now() AT TIME ZONE 'Asia/Tokyo')::date) AND (
        TG_OP = 'INSERT' OR NOT OLD.live OR (OLD.disclosure, OLD.is_sample, OLD.live_revision_id, OLD.last_published_at)
        IS DISTINCT FROM (NEW.disclosure, NEW.is_sample, NEW.live_revision_id, NEW.last_published_at)
    ) THEN
        RAISE EXCEPTION 'case % is not covered by living consents', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER cases_case_is_covered BEFORE INSERT OR UPDATE ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_case_is_covered();

CREATE FUNCTION cases_consent_covers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_case SET covered_until = NULL WHERE id IN (SELECT case_id FROM changed);
    RETURN NULL;
END
$$;
CREATE TRIGGER cases_consent_added AFTER INSERT ON cases_consent
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION cases_consent_covers();
CREATE TRIGGER cases_consent_changed AFTER UPDATE ON cases_consent
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION cases_consent_covers();
CREATE TRIGGER cases_consent_deleted AFTER DELETE ON cases_consent
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION cases_consent_covers();

-- What stands already: samples are covered, and nothing else is.
UPDATE cases_case SET covered_until = NULL;
"""
NO_COVERAGE = """
DROP TRIGGER cases_consent_deleted ON cases_consent;
DROP TRIGGER cases_consent_changed ON cases_consent;
DROP TRIGGER cases_consent_added ON cases_consent;
DROP FUNCTION cases_consent_covers();
DROP TRIGGER cases_case_is_covered ON cases_case;
DROP FUNCTION cases_case_is_covered();
DROP FUNCTION case_covered_until(bigint, text, boolean);
"""


class Migration(migrations.Migration):
    """A case is published only while living consents cover it."""

    dependencies = [("cases", "0011_consents")]

    operations = [migrations.RunSQL(COVERAGE, NO_COVERAGE)]
