"""A missing database in the middle of the day: 503 for the reader, one line for the log."""

import logging

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import path

from bansou.operations import errors
from bansou.urls import handler500 as handler500  # noqa: PLC0414 (Django reads it from the URL configuration)


def away(request):
    raise OperationalError("connection refused") from None


def broken(request):
    raise ValueError("ours")


urlpatterns = [path("away/", away), path("broken/", broken)]


@pytest.fixture
def reader(settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_a_page_without_database_is_503_with_the_time_to_come_back(reader):
    response = reader.get("/away/")

    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "ページを表示できませんでした" in response.content.decode()


def test_a_fault_of_ours_is_500(reader):
    assert reader.get("/broken/").status_code == 500


def test_the_log_has_one_line_for_a_missing_database_and_a_traceback_for_a_fault():
    shorten = errors.MissingDatabaseFilter().filter
    missing = logging.LogRecord("django.request", 40, "", 0, "%s", ("x",), (OperationalError, OperationalError("refused"), None))
    fault = logging.LogRecord("django.request", 40, "", 0, "%s", ("x",), (ValueError, ValueError("ours"), None))

    assert shorten(missing)
    assert shorten(fault)

    assert missing.exc_info is None
    assert missing.getMessage().startswith("データベースに接続できません: refused")
    assert fault.exc_info
