"""Cases with all their rows in one query.

Eleven kinds of rows are eleven queries where each is asked for. Here the database gives every kind as one JSON array beside the case.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from modelcluster.models import ClusterableModel, get_all_child_relations

from cases.models.keyword import CaseKeyword, Keyword
from cases.models.question import QuestionCard
from cases.models.theme import Theme

#: What a case chooses of a table, by field.
_CHOSEN: dict[str, type[Model]] = {"first_themes": Theme, "real_themes": Theme, "used_questions": QuestionCard}


def load_rows[Cluster: ClusterableModel](case: Cluster) -> Cluster:
    """Fetch all rows, themes, questions and keywords of the case and keep them in memory, as a version of it has them. Gives the case back.

    The case is for reading: saving it would write the rows again.
    """
    return load_rows_of([case])[0]


def load_rows_of[Cluster: ClusterableModel](cases: Iterable[Cluster]) -> list[Cluster]:
    """The same for several, in one query."""
    whole = list(cases)
    if not whole:
        return whole
    model = type(whole[0])
    relations = get_all_child_relations(model)
    arrays = {
        f"{relation.get_accessor_name()}_rows": _array(
            relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")})
        )
        for relation in relations
    }
    arrays |= {
        f"{name}_rows": _array(chosen._default_manager.filter(pk__in=_chosen(model, name))) for name, chosen in _CHOSEN.items()
    }
    arrays["tag_rows"] = _array(Keyword.objects.filter(case_keywords__content_object=OuterRef("pk")))
    found = {row["pk"]: row for row in model._default_manager.filter(pk__in=[case.pk for case in whole]).values("pk", **arrays)}
    for case in whole:
        _keep_rows(case, relations, found.get(case.pk, {}))
    return whole


def _keep_rows(case: ClusterableModel, relations: Iterable[Any], found: dict[str, Any]) -> None:
    for relation in relations:
        name = relation.get_accessor_name()
        setattr(case, name, [_row(relation.related_model, values) for values in found.get(f"{name}_rows") or []])
    for name, chosen in _CHOSEN.items():
        setattr(case, name, [_row(chosen, values) for values in found.get(f"{name}_rows") or []])
    keywords = {keyword.pk: keyword for keyword in (_row(Keyword, values) for values in found.get("tag_rows") or [])}
    for link in getattr(case, CaseKeyword.content_object.field.remote_field.get_accessor_name()).all():
        link.tag = keywords[link.tag_id]


def _chosen(model: type[Model], name: str) -> Any:
    """The numbers of what the outer case chose in a many-to-many field."""
    field: Any = model._meta.get_field(name)
    chosen = field.remote_field.through.objects.filter(case=OuterRef(OuterRef("pk")))
    return chosen.values(field.m2m_reverse_field_name())


def _array(rows: QuerySet[Any]) -> ArraySubquery:
    columns = {field.attname: F(field.attname) for field in rows.model._meta.concrete_fields}
    return ArraySubquery(rows.order_by(*rows.model._meta.ordering, "pk").values(json=JSONObject(**columns)))


def _row[Row: Model](model: type[Row], values: dict[str, Any]) -> Row:
    """An instance from its JSON: numbers, identifiers and lists are given back the types of their fields."""
    fields = model._meta.concrete_fields
    return model.from_db(None, [field.attname for field in fields], [field.to_python(values[field.attname]) for field in fields])
