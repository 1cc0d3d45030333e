"""Addresses of the feeds of cases, under /feeds/ (design 5)."""

from django.urls import path

from cases.views import feeds

app_name = "case_feeds"
urlpatterns = [
    path("cases.xml", feeds.newest, name="newest"),
    path("cases/walls/<slug:wall>.xml", feeds.wall, name="wall"),
    path("cases/keywords/<int:pk>.xml", feeds.keyword, name="keyword"),
]
