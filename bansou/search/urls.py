"""The address of the search page."""

from django.urls import path

from bansou.search import views

app_name = "search"
urlpatterns = [path("search/", views.search_results, name="results")]
