"""The addresses of the search."""

from django.urls import path

from bansou.search import suggest_views, views

app_name = "search"
urlpatterns = [
    path("search/", views.search_results, name="results"),
    path("search/suggest/", suggest_views.suggest, name="suggest"),
]
