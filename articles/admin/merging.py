"""“Merge into another tag…”: two tags that turned out to say the same become one, for good."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.fields import DeskAutocomplete
from articles.models import Article, EditionTag, Tag

COUNTED = 1000  # articles: beyond it they are many


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=_("Merge into"),
        queryset=Tag.objects.all(),
        widget=DeskAutocomplete(EditionTag._meta.get_field("tag"), admin.site),
    )


def may_merge(user):
    return user.has_perms(["articles.change_tag", "articles.delete_tag"])


class TagMerge:
    """The page, for the admin of tags. `?into=<id>` chooses the other tag beforehand."""

    def get_urls(self):
        merge = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge/", merge, name="articles_tag_merge"), *super().get_urls()]

    @method_decorator(transaction.atomic)
    def merge_view(self, request, pk):
        if not may_merge(request.user):
            raise PermissionDenied
        tag = Tag.objects.filter(pk=pk).first()
        if tag is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        form = MergeForm(request.POST or None, initial={"into": request.GET.get("into", "")})
        if form.is_valid():
            other = form.cleaned_data["into"]
            try:
                tag.merge_into(other)
            except ValidationError as refusal:
                form.add_error("into", refusal)
            else:
                words = gettext("“%(name)s” is merged into “%(other)s”.") % {"name": tag, "other": other}
                self.log_deletions(request, [tag])
                self.log_change(request, other, words)
                self.message_user(request, words, messages.SUCCESS)
                return redirect("admin:articles_tag_change", other.pk)
        filed = Article.objects.filter(pk__in=tag.edition_rows.values("content_object__article"))
        count = filed[: COUNTED + 1].count()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge “%(name)s” into another tag") % {"name": tag},
            "opts": self.opts,
            "media": self.media + form.media,
            "tag": tag,
            "form": form,
            "count": min(count, COUNTED),
            "more": count > COUNTED,
        }
        return render(request, "admin/articles/tag/merge.html", context)
