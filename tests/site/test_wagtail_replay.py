"""What bit other Wagtail sites in 2026, tried with our own low-rights staff: reliability research, section 2, each note a test.

Low-rights staff here are registrars and moderators: they enter the admin, and have no right to pages, pictures or cases.
"""

import io
import time
import tracemalloc

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.documents.models import Document
from wagtail.images.models import Rendition
from wagtail.models import Collection, CollectionViewRestriction, Page

from accounts.actions import grant_roles
from accounts.models import User
from accounts.roles import EDITOR, MODERATOR, REGISTRAR, REVIEWER
from bansou.images.models import SitePicture
from cases.models import Case
from cases.statuses import Status
from tests.factories import make_case

pytestmark = pytest.mark.django_db

CANARY = "まだだれにも見せない題名"
HOSTILE = '"><script>alert(1)</script>'


def _staff(name: str, role) -> User:
    user = User.objects.create_user(f"{name}@example.jp", "pass-word-1234", display_name=name)
    grant_roles(user=user, roles=[role], by=None)
    return user


@pytest.fixture(params=[REGISTRAR, MODERATOR], ids=lambda role: role.name)
def low(request, client_of):
    """A browser of somebody with `access_admin` and no right to what is asked for."""
    return client_of(_staff("low", request.param))


@pytest.fixture
def editors(client_of):
    return client_of(_staff("editor", EDITOR))


@pytest.fixture
def chapter() -> Page:
    """A chapter with an unpublished new title."""
    page = Page.objects.filter(depth=3).first().specific
    page.title = CANARY
    page.save_revision()
    page.refresh_from_db()
    return page


@pytest.fixture
def case(supporter, reviewer) -> Case:
    return make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title=CANARY)


@pytest.fixture
def folder() -> Collection:
    """A collection that nobody may look into without signing in."""
    folder = Collection.get_first_root_node().add_child(name="内部の資料")
    CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    return folder


@pytest.fixture
def picture(folder) -> SitePicture:
    return SitePicture.objects.create(title=CANARY, file=SimpleUploadedFile("a.png", _png()), collection=folder)


@pytest.fixture
def document(folder) -> Document:
    document = Document(title=CANARY, collection=folder, file=SimpleUploadedFile("form.pdf", b"%PDF-1.4 secret"))
    document.save()
    return document


def is_refused(response) -> bool:
    """Whether nothing opened: refused, led back to the admin's front, or not there."""
    return response.status_code in (403, 404) or response.headers.get("Location") == "/admin/"


# -- CVE-2026-25517, 44197, 44198, 44200 and August: looking at, comparing and copying what one has no right to ---------
@pytest.mark.parametrize(
    "address",
    [
        "pages/{page}/edit/preview/", "pages/{page}/view_draft/", "pages/{page}/history/", "pages/{page}/history/results/",
        "pages/{page}/revisions/{revision}/view/", "pages/{page}/revisions/{revision}/revert/",
        "pages/{page}/revisions/compare/earliest...latest/", "pages/{page}/copy/", "pages/{page}/edit/", "pages/{page}/usage/",
        "pages/{page}/workflow_history/", "pages/add/explainer/explainerpage/{page}/preview/", "pages/workflow/preview/{page}/1/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_is_previewed_compared_or_copied_without_a_right_to_it(method, address, low, chapter):
    before = Page.objects.count()

    answer = getattr(low, method)(
        f"/admin/{address.format(page=chapter.pk, revision=chapter.latest_revision_id)}", {"title": "x"}
    )

    assert is_refused(answer) or answer.status_code == 405
    assert CANARY not in answer.content.decode()
    assert Page.objects.count() == before


@pytest.mark.parametrize(
    "address",
    [
        "preview/", "preview/{case}/", "edit/{case}/", "history/{case}/", "history-results/{case}/", "usage/{case}/",
        "history/{case}/revisions/{revision}/view/", "history/{case}/revisions/{revision}/revert/",
        "history/{case}/revisions/compare/earliest...latest/", "workflow_history/{case}/", "workflow/preview/{case}/1/",
        "unpublish/{case}/", "delete/{case}/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_case_is_previewed_compared_or_changed_by_staff_who_do_not_review(method, address, editors, case):
    path = address.format(case=case.pk, revision=case.latest_revision_id)

    answer = getattr(editors, method)(f"/admin/snippets/cases/case/{path}", {"title": "x"})

    assert is_refused(answer) or answer.status_code == 405
    assert CANARY not in answer.content.decode()
    case.refresh_from_db()
    assert case.live


# -- CVE-2026-28222, 28223, 44199: what is not installed has no holes ---------------------------------------------------
@pytest.mark.parametrize(
    "name",
    ["wagtail.contrib.table_block", "wagtail.contrib.simple_translation", "wagtail.contrib.forms", "wagtail.contrib.styleguide",
     "wagtail.api.v2", "wagtail.api.v3", "django.contrib.admin"],
)  # fmt: skip
def test_what_we_do_not_need_is_not_installed(name):
    assert not apps.is_installed(name)


# -- CVE-2026-54263: a hostile filter in the address of the generator ---------------------------------------------------
def test_the_image_url_generator_reflects_no_markup(editors, picture):
    for path in ("generate_url/", "generate_url/output/"):
        answer = editors.get(f"/admin/images/{picture.pk}/{path}", {"filter_method": HOSTILE, "width": HOSTILE})

        assert HOSTILE not in answer.content.decode() or answer.headers["Content-Type"].startswith("text/plain")


# -- CVE-2026-44201, 54259, 54261 and August: private collections ------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    ["images/", "images/results/", "images/{picture}/", "images/{picture}/preview/max-20x20/", "images/usage/{picture}/",
     "documents/", "documents/results/", "documents/edit/{document}/", "documents/usage/{document}/"],
)  # fmt: skip
def test_a_private_collection_is_not_listed_for_those_without_a_right(address, low, picture, document):
    answer = low.get(f"/admin/{address.format(picture=picture.pk, document=document.pk)}")

    assert CANARY not in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    ["images/chooser/", "images/chooser/results/", "images/chooser/chosen/{picture}/", "documents/chooser/",
     "documents/chooser/results/", "documents/chooser/chosen/{document}/",
     "api/main/images/", "api/main/images/{picture}/", "api/main/documents/", "api/main/documents/{document}/"],
)  # fmt: skip
def test_choosers_and_the_admins_api_tell_nothing_of_a_private_collection(address, low, picture, document):
    answer = low.get(f"/admin/{address.format(picture=picture.pk, document=document.pk)}")

    assert CANARY not in answer.content.decode("unicode_escape" if "api" in address else "utf-8", "ignore")


# -- CVE-2026-54260: as many or as large renditions as somebody likes ---------------------------------------------------
def test_no_filter_makes_endless_or_huge_pictures(editors, picture):
    begin = time.process_time()
    for number in range(200):
        editors.get(f"/admin/images/{picture.pk}/preview/width-{100_000 + number}/")
    for spec in ("scale-10000", "|".join(["width-10"] * 200), "format-gif|scale-900"):
        assert editors.get(f"/admin/images/{picture.pk}/preview/{spec}/").status_code in (200, 400, 404)

    assert time.process_time() - begin < 20
    assert not Rendition.objects.filter(image_id=picture.pk).exists()


def test_visitors_make_no_renditions_by_address(visitor, picture):
    assert visitor.get(f"/images/{'x' * 28}/{picture.pk}/width-4000/").status_code == 404


# -- August: the admin's API of pages ----------------------------------------------------------------------------------
def test_the_admins_api_shows_no_page_to_those_without_a_right(low, chapter):
    for address in ("/admin/api/main/pages/", f"/admin/api/main/pages/{chapter.pk}/", "/admin/api/main/pages/?fields=*"):
        answer = low.get(address)

        assert CANARY not in answer.content.decode("unicode_escape", "ignore")
        assert answer.status_code in (403, 404) or answer.json()["meta"]["total_count"] == 0


@pytest.mark.parametrize("action", ["copy", "delete", "publish", "unpublish", "move"])
def test_the_admins_api_acts_on_no_page_without_a_right(action, low, chapter):
    answer = low.post(f"/admin/api/main/pages/{chapter.pk}/action/{action}/", "{}", content_type="application/json")

    assert answer.status_code in (403, 404)
    assert Page.objects.filter(pk=chapter.pk, live=True).exists()


# -- August: the hash of a private document as an answer to a guess ------------------------------------------------------
def test_a_guessed_hash_of_a_private_document_is_answered_as_any_other(visitor, document):
    address = f"/documents/{document.pk}/{document.filename}"
    document.get_file_hash()
    document.refresh_from_db()

    right, wrong = (visitor.get(address, headers={"if-none-match": f'"{guess}"'}) for guess in (document.file_hash, "0" * 40))

    assert right.status_code == wrong.status_code
    assert right.status_code != 304
    assert right.content == wrong.content
    assert "ETag" not in right.headers


# -- older ones, kept ---------------------------------------------------------------------------------------------------
class _Sent(io.RawIOBase):
    """A form with one file of `size` bytes, made while it is read: what is remembered of it, the site remembers."""

    def __init__(self, field: str, name: str, begin: bytes, size: int) -> None:
        head = f'--x\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
        self._parts = [(head.encode() + begin), *[bytes(2**16)] * (size // 2**16), b"\r\n--x--\r\n"]
        self.length = sum(len(part) for part in self._parts)

    def read(self, size: int = -1) -> bytes:
        """The next part, which may be shorter than asked."""
        if not self._parts:
            return b""
        part = self._parts.pop(0)
        if 0 <= size < len(part):
            self._parts.insert(0, part[size:])
        return part[:size] if size >= 0 else part


def _png() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 30)).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("images/add/", "file"), ("images/multiple/add/", "files[]"), ("images/chooser/create/", "image-chooser-upload-file"),
        ("documents/add/", "file"), ("documents/multiple/add/", "files[]"), ("documents/chooser/create/", "document-chooser-upload-file"),
    ],
)  # fmt: skip
def test_a_file_over_the_limit_is_refused_without_being_held_in_memory(address, field, client_of, owner):  # CVE-2023-28837
    name, begin = ("a.png", _png()) if address.startswith("images") else ("form.pdf", b"%PDF-1.4")
    owners, sent = client_of(owner), _Sent(field, name, begin, 40 * 2**20)
    owners.get(f"/admin/{address}")  # what is loaded once is loaded
    kept = SitePicture.objects.count(), Document.objects.count()

    tracemalloc.start()
    answer = owners.generic(
        "POST", f"/admin/{address}", headers={"x-requested-with": "XMLHttpRequest"},
        **{"wsgi.input": sent, "CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": sent.length},
    )  # fmt: skip
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "大きすぎます" in answer.content.decode("unicode_escape" if "json" in answer.headers["Content-Type"] else "utf-8")
    assert (SitePicture.objects.count(), Document.objects.count()) == kept
    assert most < 4 * 2**20


def test_bulk_actions_tell_no_names_to_those_without_a_right(low, member):  # CVE-2023-45809
    for action in ("delete", "set_active_state", "assign_role"):
        answer = low.get(f"/admin/bulk/accounts/user/{action}/", {"id": member.pk, "next": "/admin/"})

        assert member.display_name not in answer.content.decode()
        assert member.email not in answer.content.decode()


def test_settings_are_changed_by_nobody_without_a_right(low):  # CVE-2024-35228
    answer = low.post("/admin/settings/wagtailcore/site/1/", {"hostname": "evil.example"})

    assert is_refused(answer)


@pytest.mark.parametrize("query", ['"' * 3000, "(" * 3000, '" "' * 1500, "a:" * 1500])  # CVE-2024-39317
def test_no_search_query_takes_long(query, editors):
    begin = time.process_time()

    assert editors.get("/admin/pages/search/", {"q": query}).status_code == 200
    assert time.process_time() - begin < 5


def test_a_permission_missing_for_a_field_keeps_the_field_as_it_is(client_of, case):  # CVE-2024-32882
    reviewers = client_of(_staff("reviewer", REVIEWER))

    reviewers.post(
        f"/admin/snippets/cases/case/edit/{case.pk}/",
        {"author": "1", "title": "書きかえた題名", "live": "", "disclosure": "named"},
    )

    case.refresh_from_db()
    assert case.title == CANARY


def test_members_meet_none_of_it(client_of, supporter, chapter):
    for address in (f"pages/{chapter.pk}/edit/preview/", "api/main/pages/", "images/chooser/", "block-preview/"):
        assert client_of(supporter).post(f"/admin/{address}").status_code == 404
