"""The newsroom's people: Django's accounts, with the sections in which they may edit."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User

from articles.admin.base import DeskFields
from articles.admin.section import SectionRightInline

admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(DeskFields, UserAdmin):
    actions = None
    inlines = [SectionRightInline]
    show_full_result_count = False

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else []

    def has_delete_permission(self, request, obj=None):
        """Close accounts (“active”) and delete none: editions and log say who did what."""
        return False
