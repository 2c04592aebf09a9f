"""How the desk takes pictures in. It is registered in articles/admin/picture.py, which knows where one is used."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from images.admin.forms import AddForm
from images.admin.uploads import Uploads

admin.site.unregister(DBTaskResult)  # the queue is the operator's, who reads its log


class PictureAdmin(Uploads, admin.ModelAdmin):
    """A page that adds one picture without any script, and the addresses that scripts send many to."""

    actions = None

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        form = super().get_form(request, obj, change, **kwargs | {"form": AddForm, "fields": None})
        form.by = request.user
        return form

    def get_fields(self, request, obj=None):
        return super().get_fields(request, obj) if obj else ["file", *AddForm.Meta.fields]

    def save_model(self, request, obj, form, change):
        """Write the words of a picture that the form has taken in, and nothing that the worker may be writing."""
        obj.save(update_fields=AddForm.Meta.fields)
