"""Passkeys: how their owner calls them. What proves them comes from the browser (allauth's script)."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm

from bansou.forms.fields import LineField

_NAME_HELP = "どの端末のパスキーか、ご自分で分かる名前にします。"


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey. An empty name is filled in: the passkey is in the device by then."""

    name = LineField(label="名前", max_length=40, required=False, help_text=_NAME_HELP)


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name."""

    name = LineField(label="名前", max_length=40, help_text=_NAME_HELP)
