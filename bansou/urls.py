"""Every address of the site, in the order in which they are tried. design: addresses are fixed."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.views.sessions import SessionListView
from bansou.images.views import media, media_prefix

urlpatterns = [
    path("", include("bansou.operations.urls")),
    path("admin/", include("accounts.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    # allauth.urls with its deprecated addresses left out
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", SessionListView.as_view(), name="usersessions_list"),
    path("accounts/3rdparty/", include("allauth.socialaccount.urls")),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("documents/", include(wagtaildocs_urls)),
    re_path(rf"^{media_prefix()}(?P<path>.+)$", media, name="media"),
    path("", include("accounts.urls")),
    path("cases/", include("cases.urls")),
    path("knowhow/", include("knowhow.urls")),
    path("feeds/", include("cases.feed_urls")),
    path("feeds/", include("knowhow.feed_urls")),
    path("pages/", include("bansou.explainer.urls")),
    path("learn/self-check/", include("bansou.school.self_check.urls")),
    path("learn/", include("bansou.school.urls")),
    path("glossary/", include("bansou.glossary.urls")),
    path("share/", include("bansou.sharing.urls")),
    path("announcements/", include("bansou.announcements.urls")),
    path("", include("bansou.drafts.urls")),
    path("", include("bansou.moderation.urls")),
    path("", include("bansou.notifications.urls")),
    path("", include("bansou.notifications.address_urls")),
    path("", include("bansou.search.urls")),
    path("", include("bansou.search.saved.urls")),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login"), name="wagtail_login_closed"),
    path("", include(wagtail_urls)),
]

handler500 = "bansou.operations.errors.server_error"
