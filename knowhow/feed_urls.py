"""Addresses of the feeds of the exchange, under /feeds/ (design 5)."""

from django.urls import path

from knowhow.views import feeds

app_name = "knowhow_feeds"
urlpatterns = [
    path("knowhow.xml", feeds.newest, name="newest"),
    path("knowhow/boards/<slug:slug>.xml", feeds.board, name="board"),
    path("knowhow/keywords/<int:pk>.xml", feeds.keyword, name="keyword"),
]
