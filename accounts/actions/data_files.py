"""Making the file with everything of one person: asked for, made by the worker, told by mail, deleted after a week."""

import datetime
import io
import json
import tempfile
import uuid
import zipfile
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import DataFile, User
from accounts.my_data import DataPart, data_of
from accounts.rooms_above import check_limit, send_letter
from bansou.text.spreadsheets import safe_cell

_ABOUT = """このファイルは、伴走に登録されている、あなたについてのデータの全部です。

my_data.xlsx  表計算ソフトで開く表です。シートは、種類ごとに分かれています。長い文章は途中までのことがあります。
my_data.json  ほかのシステムで読むための、同じ内容です。文章は全文です。
pictures      あなたが載せた写真です。

ほかの方が書いたものは入っていません。支援先の非公開の情報（会社名など）は、支援先のデータなので入っていません。事例の画面で確かめられます。
"""


@transaction.atomic
def request_data_file(*, by: User) -> DataFile:
    """Ask for one's own data; one that is being made already is that one. Raises Refused where it is too often.

    One that has been on its way for an hour failed: it makes room for the next.
    """
    from accounts.tasks import make_data_file

    waiting = DataFile.objects.of(by).filter(ready_at=None).first()
    if waiting and waiting.is_being_made:
        return waiting
    if waiting:
        waiting.delete()
    request = DataFile.objects.create(person=by)
    check_limit(by, "my_data")
    make_data_file.enqueue(str(request.pk))
    return request


def write_data_file(pk: str) -> None:
    """Make the file and tell the person. For the worker; twice is once."""
    request = DataFile.objects.select_related("person").filter(pk=pk, ready_at=None).first()
    if request is None or not request.person.is_active:
        return
    with tempfile.TemporaryFile() as file:
        write_zip(file, data_of(request.person))
        file.seek(0)
        place = default_storage.save(f"my-data/{uuid.uuid4().hex}.zip", File(file))
    with transaction.atomic():
        request.place, request.ready_at = place, timezone.now()
        request.save(update_fields=["place", "ready_at"])
        send_letter(to=request.person, template="my_data_ready", context={"file": request})


def write_zip(file: IO[bytes], parts: list[DataPart]) -> None:
    """Write the parts as one ZIP: a spreadsheet, the same as JSON, the pictures, and a text that says what is what."""
    with zipfile.ZipFile(file, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("はじめにお読みください.txt", _ABOUT)
        archive.writestr("my_data.json", json.dumps(_as_json(parts), ensure_ascii=False, indent=1))
        archive.writestr("my_data.xlsx", _as_workbook(parts))
        for part in parts:
            for picture in part.pictures:
                with picture.file.open("rb") as original:
                    archive.writestr(f"pictures/{picture.pk}{Path(picture.file.name).suffix}", original.read())


def drop_old_data_files(*, now: datetime.datetime | None = None) -> int:
    """Delete what can no longer be taken; returns how many. For the daily run."""
    over = list(DataFile.objects.over(now or timezone.now()))
    for request in over:
        _drop(request)
    return len(over)


def drop_data_files_of(person: User) -> None:
    """Delete all of the person's."""
    for request in DataFile.objects.of(person):
        _drop(request)


def _drop(request: DataFile) -> None:
    """The file first: a row without a file is dropped tomorrow, a file without a row never."""
    if request.place:
        default_storage.delete(request.place)
    request.delete()


def _as_json(parts: list[DataPart]) -> dict[str, Any]:
    return {
        table.name: [dict(zip(table.fields, row, strict=True)) for row in table.rows] for part in parts for table in part.tables
    }


def _as_workbook(parts: list[DataPart]) -> bytes:
    workbook = Workbook(write_only=True)
    for part in parts:
        for table in part.tables:
            sheet = workbook.create_sheet(table.title)
            sheet.freeze_panes = "A2"
            sheet.append([safe_cell(sheet, header) for header in table.headers])
            for row in table.rows:
                sheet.append([safe_cell(sheet, value) for value in row])
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()
