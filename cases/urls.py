"""Addresses of cases (design 5)."""

from django.urls import path

from cases.views import export, reading, writing

app_name = "cases"
urlpatterns = [
    path("", reading.case_list, name="list"),
    path("export.xlsx", export.case_export, name="export"),
    path("new/", writing.case_new, name="new"),
    path("mine/", writing.case_mine, name="mine"),
    path("<int:pk>/", reading.case_detail, name="detail"),
    path("<int:pk>/edit/", writing.case_edit, name="edit"),
    path("<int:pk>/preview/", writing.case_preview, name="preview"),
    path("<int:pk>/submit/", writing.case_submit, name="submit"),
    path("<int:pk>/recall/", writing.case_recall, name="recall"),
    path("<int:pk>/withdraw/", writing.case_withdraw, name="withdraw"),
]
