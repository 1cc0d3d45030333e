"""What the site remembers of the second factor besides what allauth.mfa keeps."""

from django.conf import settings
from django.db import models


class SecondFactorOffer(models.Model):
    """That a supporter read the offer of a second factor and put it off: it is made once."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="利用者", related_name="+")
    put_off_at = models.DateTimeField("見送った日時", auto_now_add=True)

    class Meta:
        verbose_name = "二段階認証の案内"
        verbose_name_plural = "二段階認証の案内"

    def __str__(self) -> str:
        return str(self.user)
