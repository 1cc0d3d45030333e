"""The record of decisions in Wagtail's admin: read, filtered, taken along as a file, never written."""

import datetime
from functools import partial
from typing import Any

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.models import User
from bansou.moderation.models import Decision
from bansou.text.formulas import looks_like_formula


def _verbs() -> list[tuple[str, str]]:
    return [(verb, verb) for verb in Decision.objects.order_by("verb").values_list("verb", flat=True).distinct()]


def _kinds() -> list[tuple[int, str]]:
    return [(kind.pk, kind.name) for kind in ContentType.objects.filter(pk__in=Decision.objects.values("content_type"))]


class DecisionFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """By time, person, act and kind of thing; only what the record has is offered."""

    at = django_filters.DateFromToRangeFilter(label="日付", widget=DateRangePickerWidget)
    by = django_filters.ModelChoiceFilter(
        label="決めた人", queryset=lambda request: User.objects.filter(pk__in=Decision.objects.exclude(by=None).values("by"))
    )
    verb = django_filters.MultipleChoiceFilter(label="したこと", choices=_verbs, widget=forms.CheckboxSelectMultiple)
    content_type = django_filters.ChoiceFilter(label="種類", choices=_kinds)

    class Meta:
        model = Decision
        fields = ("at", "by", "verb", "content_type")


class DecisionIndexView(IndexView):  # type: ignore[misc]
    """What was decided, the latest first; the same rows as XLSX or CSV."""

    list_export = ("pk", "at", "who", "verb", "content_type.name", "object_id", "target_name", "reason", "hash_before", "hash")
    export_headings = {"pk": "記録の番号", "content_type.name": "種類", "who": "決めた人", "object_id": "対象の番号"}

    def get_base_queryset(self) -> Any:
        """With what each row shows."""
        return Decision.objects.select_related("by", "content_type")

    def get_filename(self) -> str:
        """With the day, because the record grows."""
        return f"decisions-{timezone.localdate():%Y%m%d}"

    def get_preprocess_function(self, field: str, value: Any, export_format: str) -> Any:
        """Moments in the time of the site as text; in CSV an apostrophe before what would be a formula (in XLSX it is a cell of type text)."""
        if isinstance(value, datetime.datetime):
            return lambda moment: timezone.localtime(moment).isoformat(timespec="seconds")
        usual = super().get_preprocess_function(field, value, export_format)
        return partial(_as_text, usual) if export_format == self.FORMAT_CSV else usual

    def generate_xlsx_row(self, worksheet: Any, row_dict: Any, date_format: Any = None) -> Any:
        """Text stays text also when somebody edits the cell."""
        for cell in super().generate_xlsx_row(worksheet, row_dict):
            cell.quotePrefix = isinstance(cell.value, str) and looks_like_formula(cell.value)
            yield cell


def _as_text(usual: Any, value: Any) -> Any:
    text = usual(value)
    return f"'{text}" if isinstance(text, str) and looks_like_formula(text) else text


class DecisionViewSet(ModelViewSet):  # type: ignore[misc]
    """The record, for owners and reviewers."""

    model = Decision
    icon = "history"
    menu_label = "運営の記録"
    menu_order = 340
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = DecisionIndexView
    filterset_class = DecisionFilterSet
    form_fields = ("verb", "reason")
    list_display = (
        TitleColumn("target_name", label="対象", url_name="decisions:inspect"),
        Column("content_type", label="種類", accessor="content_type.name"),
        Column("verb", label="したこと", accessor="verb"),
        Column("reason", label="理由", accessor="reason"),
        Column("who", label="決めた人", accessor="who"),
        Column("at", label="日時", accessor=lambda decision: f"{timezone.localtime(decision.at):%Y-%m-%d %H:%M}"),
    )
    search_fields = ("target_name", "reason", "actor")
    inspect_view_fields = (
        "pk",
        "at",
        "by",
        "actor",
        "verb",
        "content_type",
        "object_id",
        "target_name",
        "reason",
        "hash_before",
        "hash",
    )
    ordering = ("-pk",)


decision_viewset = DecisionViewSet("decisions")
