"""The desk: one module a models file. Importing them registers every table an editor reaches on its own."""

import taggit.admin  # noqa: F401  # registers taggit's own tags, which are then taken off again
from django.contrib import admin
from taggit.models import Tag as UnusedTag

from articles.admin import (  # noqa: F401
    article,
    author,
    edition,
    history,
    inquiry,
    person,
    picture,
    section,
    site,
    sponsorship,
    tag,
    user,
)

admin.site.unregister(UnusedTag)  # our tags are articles.Tag
