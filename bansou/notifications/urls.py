"""Addresses of the inbox and of the choice of mails."""

from django.urls import path

from bansou.notifications import views

app_name = "notifications"
urlpatterns = [
    path("me/inbox/", views.inbox, name="inbox"),
    path("me/inbox/read/", views.all_read, name="all_read"),
    path("me/inbox/<int:pk>/open/", views.open_line, name="open"),
    path("me/inbox/<int:pk>/read/", views.line_read, name="read"),
    path("me/mails/", views.choices, name="choices"),
    # by the link in a mail, without signing in
    path("mails/<str:token>/", views.choices_by_link, name="choices_by_link"),
    path("mails/<str:token>/stop/<slug:what>/", views.stop, name="stop"),
]
