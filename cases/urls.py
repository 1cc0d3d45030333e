"""Addresses of cases (design 5)."""

from django.urls import path

from cases.views import anonymity, consents, export, finding, follow_ups, likeness, links, private, reading, steps, team, writing

app_name = "cases"
urlpatterns = [
    path("", finding.case_list, name="list"),
    path("map/", finding.case_map, name="map"),
    path("changes/", finding.case_changes, name="changes"),
    path("compare/", finding.case_compare, name="compare"),
    path("like/", likeness.case_like, name="like"),
    path("export.xlsx", export.case_export, name="export"),
    path("new/", steps.case_new, name="new"),
    path("mine/", writing.case_mine, name="mine"),
    path("<int:pk>/", reading.case_detail, name="detail"),
    path("<int:pk>/edit/", steps.case_edit, name="edit"),
    path("<int:pk>/edit/<slug:step>/", steps.case_edit, name="edit_step"),
    path("<int:pk>/resume/", steps.case_resume, name="resume"),
    path("<int:pk>/preview/", writing.case_preview, name="preview"),
    path("<int:pk>/anonymity/", anonymity.case_anonymity, name="anonymity"),
    path("<int:pk>/anonymity/checklist/", anonymity.checklist_tick, name="anonymity_checklist"),
    path("<int:pk>/anonymity/kept/<int:kept>/take-back/", anonymity.kept_take_back, name="anonymity_take_back"),
    path("<int:pk>/submit/", writing.case_submit, name="submit"),
    path("<int:pk>/recall/", writing.case_recall, name="recall"),
    path("<int:pk>/withdraw/", writing.case_withdraw, name="withdraw"),
    path("<int:pk>/restore/", writing.case_restore, name="restore"),
    path("<int:pk>/reopen/", writing.case_reopen, name="reopen"),
    path("<int:pk>/consents/", consents.case_consents, name="consents"),
    path("<int:pk>/consents/<int:consent>/withdraw/", consents.consent_withdraw, name="consent_withdraw"),
    path("<int:pk>/consents/<int:consent>/sheet/", consents.consent_sheet, name="consent_sheet"),
    path("<int:pk>/consents/sheets/", consents.president_sheets, name="president_sheets"),
    path("<int:pk>/consents/print/<slug:sheet>/", consents.consent_print, name="consent_print"),
    path("<int:pk>/superior/", consents.superior_ask, name="superior_ask"),
    path("<int:pk>/superior/revoke/", consents.superior_revoke, name="superior_revoke"),
    path("w/<str:code>/", links.president, name="president"),
    path("check/<str:code>/", links.superior, name="superior"),
    path("<int:pk>/private/", private.case_private, name="private"),
    path("<int:pk>/team/", team.case_team, name="team"),
    path("<int:pk>/team/<int:member>/remove/", team.team_remove, name="team_remove"),
    path("<int:pk>/team/invitations/<int:invitation>/revoke/", team.invitation_revoke, name="invitation_revoke"),
    path("<int:pk>/team/invitations/<int:invitation>/resend/", team.invitation_resend, name="invitation_resend"),
    path("invitations/<int:pk>/", team.invitation_own, name="invitation_own"),
    path("invitations/<str:token>/", team.invitation, name="invitation"),
    path("<int:pk>/follow-up/<int:months>/", follow_ups.follow_up, name="follow_up"),
    path("<int:pk>/follow-up/<int:months>/recall/", follow_ups.follow_up_recall, name="follow_up_recall"),
    path("<int:pk>/follow-up/<int:months>/withdraw/", follow_ups.follow_up_withdraw, name="follow_up_withdraw"),
]
