"""The desk's roles, as groups with their permissions."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

READ = "view_article view_edition view_section view_author view_tag view_transition view_revision view_picture"
WRITE = "add_article add_edition change_edition submit_edition add_author add_tag add_picture change_picture"
KEEP = "change_article approve_edition change_author change_tag"
RUN = (
    "publish_edition redact_edition add_section change_section delete_section delete_author delete_tag delete_picture "
    "view_sponsor view_sponsorshipnote view_oldpath add_oldpath change_oldpath delete_oldpath "
    "view_sectionright add_sectionright change_sectionright delete_sectionright"
)
SELL = "add_sponsor change_sponsor view_sponsor add_sponsorshipnote change_sponsorshipnote view_sponsorshipnote"
ROLES = {
    "writers": [READ, WRITE, "view_sponsorshipnote"],
    "editors": [READ, WRITE, KEEP, "view_sponsor view_sponsorshipnote"],
    "publishers": [READ, WRITE, KEEP, RUN, SELL],
    "commercial": [READ, SELL, "add_picture"],
}


def make_permissions(apps):
    """Make them now: Django does so after the last migration, and groups need them in one."""
    for label in ("articles", "images"):
        config = apps.get_app_config(label)
        module, config.models_module = getattr(config, "models_module", None), True  # a migration’s apps have none
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = module


def make_roles(apps, schema_editor):
    make_permissions(apps)
    permission = apps.get_model("auth", "Permission")
    group = apps.get_model("auth", "Group")
    for name, permissions in ROLES.items():
        role, _made = group.objects.get_or_create(name=name)
        wanted = " ".join(permissions).split()
        found = permission.objects.filter(codename__in=wanted, content_type__app_label__in=["articles", "images"])
        role.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_no_overlap"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("images", "0001_initial"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
