"""The four roles as Django groups, and what each may do."""

from collections.abc import Mapping

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_noop as _noop

WRITER, EDITOR = _noop("Writer"), _noop("Editor")
PUBLISHER, ADMINISTRATOR = _noop("Publisher"), _noop("Administrator")

_WRITES = frozenset(
    {
        "articles.add_article",
        "articles.change_article",
        "articles.view_article",
        "articles.submit_article",
        "articles.view_author",
        "articles.view_category",
        "articles.view_source",
        "articles.view_tag",
        "articles.add_image",
        "articles.change_image",
        "articles.view_image",
        "articles.view_correction",
        "articles.add_note",
        "articles.view_note",
        "articles.add_previewlink",
        "articles.change_previewlink",
        "articles.view_previewlink",
    }
)
_EDITS = _WRITES | {
    "articles.approve_article",
    "articles.delete_image",
    "articles.add_author",
    "articles.change_author",
    "articles.add_source",
    "articles.change_source",
    "articles.add_tag",
    "articles.change_tag",
    "articles.view_publication",
    "articles.view_scheduledmove",
    "articles.view_importsource",
    "articles.view_override",
    "articles.moderate_comment",
}
_PUBLISHES = _EDITS | {
    "articles.publish_article",
    "articles.withdraw_article",
    "articles.add_category",
    "articles.change_category",
    "articles.arrange_front",
    "articles.add_frontslot",
    "articles.change_frontslot",
    "articles.view_frontslot",
    "articles.view_frontedition",
    "articles.add_page",
    "articles.change_page",
    "articles.view_page",
    "articles.publish_page",
    "articles.view_sitesettings",
    "articles.add_wire",
    "articles.change_wire",
    "articles.view_wire",
}
_ADMINISTERS = _PUBLISHES | {
    "articles.lift_hold_article",
    "articles.view_auditentry",
    "articles.export_auditentry",
    "articles.view_heartbeat",
    "articles.add_checklistrule",
    "articles.change_checklistrule",
    "articles.view_checklistrule",
    "articles.add_bannedword",
    "articles.change_bannedword",
    "articles.delete_bannedword",
    "articles.view_bannedword",
    "articles.add_sectionlimit",
    "articles.change_sectionlimit",
    "articles.view_sectionlimit",
    "articles.change_sitesettings",
    "articles.publish_sitesettings",
    "auth.add_user",
    "auth.change_user",
    "auth.view_user",
    "auth.view_group",
}

ROLES: Mapping[str, frozenset[str]] = {
    WRITER: _WRITES,
    EDITOR: _EDITS,
    PUBLISHER: _PUBLISHES,
    ADMINISTRATOR: _ADMINISTERS,
}


def roles_with(permission: str) -> list[str]:
    """Name the roles that hold a permission, the nearest to the writer first."""
    return [name for name, held in ROLES.items() if permission in held]


def sync() -> list[str]:
    """Make the groups hold exactly what the table says; name those that changed.

    Safe to run any number of times; groups of other names are left alone.
    """
    for label in ("articles", "auth"):
        create_permissions(apps.get_app_config(label), verbosity=0)
    known = {
        f"{one.content_type.app_label}.{one.codename}": one
        for one in Permission.objects.select_related("content_type")
    }
    changed = []
    for name, held in ROLES.items():
        group, created = Group.objects.get_or_create(name=name)
        wanted = {known[permission].pk for permission in held}
        has = set(group.permissions.values_list("pk", flat=True))
        if created or wanted != has:
            group.permissions.set(wanted)
            changed.append(name)
    return changed
