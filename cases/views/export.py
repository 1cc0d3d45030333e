"""The list of cases as an Excel file."""

import threading

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.refusals import Refused
from bansou.moderation.limits import check_reader_limit
from cases.conditions import conditions_of
from cases.excel.export import export_cases
from cases.models import Case

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: A full file takes a processor for some 20 seconds: one at a time in each process, so that pages still find one.
_TURN = threading.Lock()
_WAIT_SECONDS = 20


@require_safe
@cache_control(private=True, no_store=True)
def case_export(request: HttpRequest) -> HttpResponseBase:
    """What the list shows under the same conditions, all its pages in one file."""
    check_reader_limit(request, "export")
    cases = conditions_of(request.GET).apply(Case.objects.visible_to(request.user))
    address = f"{settings.BASE_URL}/cases/?{request.GET.urlencode()}".removesuffix("?")
    if not _TURN.acquire(timeout=_WAIT_SECONDS):
        raise Refused("ほかの方のExcelファイルを作っています。1分ほど待ってから、もう一度お試しください。")
    try:
        file = export_cases(cases, person=request.user, address=address)
    finally:
        _TURN.release()
    name = f"支援事例_{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
