"""Addresses of cases (design 5)."""

from django.urls import path

from cases import views

app_name = "cases"
urlpatterns = [
    path("", views.case_list, name="list"),
    path("new/", views.case_new, name="new"),
    path("mine/", views.case_mine, name="mine"),
    path("<int:pk>/", views.case_detail, name="detail"),
    path("<int:pk>/edit/", views.case_edit, name="edit"),
    path("<int:pk>/preview/", views.case_preview, name="preview"),
    path("<int:pk>/submit/", views.case_submit, name="submit"),
    path("<int:pk>/recall/", views.case_recall, name="recall"),
    path("<int:pk>/withdraw/", views.case_withdraw, name="withdraw"),
]
