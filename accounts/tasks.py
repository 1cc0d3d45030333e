"""What the worker does for this room."""

from urllib.parse import urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.core.context import request_context
from django.conf import settings
from django.http import HttpRequest
from django.tasks import task

from accounts.actions.data_files import write_data_file
from accounts.actions.people_lists import take_in_next_lines
from accounts.models import User


@task()
def take_in_people_list(pk: int) -> None:
    """Take in the next lines of a confirmed list, and come back for the rest behind what waits: mails of others leave in between."""
    if take_in_next_lines(pk):
        take_in_people_list.enqueue(pk)


@task()
def make_data_file(pk: str) -> None:
    """Make the file that somebody asked for."""
    write_data_file(pk)


@task(queue_name="mail")
def answer_reset(address: str) -> None:
    """Answer 「パスワードをお忘れの方」 by mail: with a link, or that the address has no account.

    Done here so that the page answers in the same time whether there is one.
    """
    person = User.objects.of_address(address)
    request = _SiteRequest()
    with request_context(request):
        people = [person] if person and person.is_active else []
        request_password_reset(request, address, people, default_token_generator)


class _SiteRequest(HttpRequest):
    """What allauth asks for the site's address: its own, whatever host a visitor named."""

    def get_host(self) -> str:
        return urlsplit(settings.BASE_URL).netloc
