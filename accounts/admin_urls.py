"""Addresses of Wagtail's admin that are ours: signing in and passwords are allauth's alone, and the account page knows our User.

They stand before Wagtail's and take its names' places; reversing a name of Wagtail's gives the same address.
"""

from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from accounts.staff_account import StaffAccountView

urlpatterns = [
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    re_path(r"^password_reset/", RedirectView.as_view(url="/accounts/password/reset/")),
    path("account/", require_admin_access(StaffAccountView.as_view())),
]
