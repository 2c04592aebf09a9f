"""Django's accounts, for superusers: names, passwords, who may sign in. Rights are on each person's page."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User

from articles.admin.base import DeskFields

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(DeskFields, UserAdmin):
    actions = None
    show_full_result_count = False

    def has_delete_permission(self, request, obj=None):
        """Close accounts (“active”) and delete none: editions and log say who did what."""
        return False
