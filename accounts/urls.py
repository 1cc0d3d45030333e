"""Addresses about people; sign-in itself is allauth's."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.me, name="me"),
    # the second factor that supporters are offered
    path("me/second-factor/later/", views.put_off, name="second_factor_later"),
    # invitations
    path("me/invitations/", views.invitations, name="invitations"),
    path("me/invitations/new/<slug:kind>/<int:target>/", views.invitation_new, name="invitation_new"),
    path("me/invitations/<int:pk>/", views.invitation_own, name="invitation_own"),
    path("me/invitations/<int:pk>/resend/", views.invitation_resend, name="invitation_resend"),
    path("me/invitations/<int:pk>/revoke/", views.invitation_revoke, name="invitation_revoke"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    # what I tell about myself, take along, and take away
    path("me/profile/", views.my_profile, name="profile"),
    path("me/data/", views.my_data, name="data"),
    path("me/data/<uuid:pk>/", views.my_data_file, name="data_file"),
    path("me/close/", views.close, name="close"),
    path("me/close/done/", views.closed, name="closed"),
    # staff acting for somebody
    path("support/", views.support, name="support"),
    path("support/end/", views.support_end, name="support_end"),
    # where somebody belongs, and organisations
    path("me/belonging/", views.belonging, name="belonging"),
    path("me/belonging/ask/", views.belonging_ask, name="belonging_ask_unlisted"),
    path("me/belonging/ask/<int:pk>/", views.belonging_ask, name="belonging_ask"),
    path("me/belonging/withdraw/", views.belonging_withdraw, name="belonging_withdraw"),
    path("me/belonging/prove/", views.belonging_prove, name="belonging_prove"),
    path("me/belonging/leave/", views.belonging_leave, name="belonging_leave"),
    path("me/belonging/listing/", views.belonging_listing, name="belonging_listing"),
    path("me/belonging/confirm/<str:token>/", views.belonging_confirm, name="belonging_confirm"),
    path("organisations/", views.organisation_list, name="organisations"),
    path("organisations/<int:pk>/", views.organisation, name="organisation"),
]
