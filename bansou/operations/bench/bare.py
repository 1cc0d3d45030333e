"""The yardstick: a bare Django view under the site's own settings, one 20 KB template, one PostgreSQL query, no middleware."""

from functools import cache

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

ROWS = 100
_PAGE = """<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>{{ title }}</title></head><body><main><h1>{{ title }}</h1><p>{{ answer }}</p><ul>
{% for row in rows %}<li><a href="/rows/{{ row }}/">経営者の話を聴き、課題に気づく</a>
<p>答えを出すより、経営者が自分の言葉で語るのを待つ。沈黙のあとに語られること。</p></li>
{% endfor %}</ul></main></body></html>
"""


def bare(request: HttpRequest) -> HttpResponse:
    """One query, one template."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from django_content_type where id > %s", [0])
        row = cursor.fetchone()
    return HttpResponse(_template().render(Context({"title": "素のページ", "answer": row, "rows": range(ROWS)})))


@cache
def _template() -> Template:
    return Template(_PAGE)


urlpatterns = [path("bare/", bare)]


def make_application() -> WSGIHandler:
    """A WSGI application of this view alone, in the site's process set-up: same apps, same connection pool."""
    django.setup(set_prefix=False)
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    return WSGIHandler()
