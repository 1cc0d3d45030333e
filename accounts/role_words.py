"""What a role may do, in words for staff: read from accounts.roles and from the models, never written a second time."""

from django.apps import apps
from django.db.models import Model
from wagtail.models import DraftStateMixin

from accounts.roles import Role

_VERBS = {"view": "見る", "add": "追加する", "change": "変える", "delete": "消す", "publish": "公開する"}
_PAGE_VERBS = {
    "add_page": "追加する",
    "change_page": "変える",
    "publish_page": "公開する",
    "lock_page": "編集を止める",
    "unlock_page": "編集の停止を解く",
}
_IMAGE_VERBS = {"add_image": "追加する", "change_image": "変える", "choose_image": "選ぶ"}


def rights_in_words(role: Role) -> list[tuple[str, list[str]]]:
    """What may be done with what: (運営の画面, [入る]), (支援機関, [見る, 追加する]) … in the order of the code.

    Raises KeyError or LookupError for a right for which there are no words: a test asks for all of them.
    """
    rights: dict[str, list[str]] = {}
    for permission in role.permissions:
        noun, verb = _words_of(permission)
        rights.setdefault(noun, []).append(verb)
    if role.page_permissions:
        rights["解説ページ"] = [_PAGE_VERBS[name] for name in role.page_permissions]
    if role.image_permissions:
        rights["画像"] = [_IMAGE_VERBS[name] for name in role.image_permissions]
    return list(rights.items())


def _words_of(permission: str) -> tuple[str, str]:
    """One permission ("app.codename") as noun and verb."""
    app_label, codename = permission.split(".")
    if codename == "access_admin":
        return "運営の画面", "入る"
    action, _, model_name = codename.partition("_")
    for model in apps.get_app_config(app_label).get_models():
        own = dict(model._meta.permissions)
        if codename in own:
            noun, _, verb = own[codename].partition("：")
            return noun, verb
        if model._meta.model_name == model_name and action in _actions_on(model):
            return str(model._meta.verbose_name), _VERBS[action]
    raise LookupError(permission)


def _actions_on(model: type[Model]) -> set[str]:
    """What Django lets people do with the model, and Wagtail with one that has drafts."""
    return {*model._meta.default_permissions} | ({"publish"} if issubclass(model, DraftStateMixin) else set())
