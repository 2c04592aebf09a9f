"""What was posted to the desk and could not be done yet: held in the page that says why, until it can.

Nothing of it is kept on the server. The page carries it in one field, encoded as browsers encode forms, so that every
name and value comes back as it was: in their order, empty or repeated, with each CR LF and NUL.
"""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode

FIELD, FILES = "_kept", "_kept_files"
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


def is_form(request: HttpRequest) -> bool:
    return request.method == "POST" and request.content_type in FORMS


def carry(request: HttpRequest) -> dict[str, object]:
    """Return what the page needs to hold what was posted, and to show the words of it.

    A page can't hold files: it names their fields.
    """
    posted = request.POST.copy()
    posted.pop("csrfmiddlewaretoken", None)  # the page has one of its own
    words = [(name, value) for name, values in posted.lists() for value in values if _is_shown(name, value)]
    return {"kept": urlencode(posted, doseq=True), "files": list(request.FILES), "words": words}


def _is_shown(name: str, value: str) -> bool:
    return "password" not in name and bool(value.strip()) and not value.isdecimal()


def take_up(request: HttpRequest) -> list[str]:
    """Make the request what it was before a page held it, and return the fields whose files are lost.

    In place of each stands an empty one, which forms refuse: nothing is saved without what was to go with it.
    """
    page = request.POST
    request.POST = QueryDict(page[FIELD])
    lost = page.getlist(FILES)
    for name in lost:
        request.FILES.appendlist(name, SimpleUploadedFile("lost", b""))
    return lost


def is_from_here(request: HttpRequest) -> bool:
    """Tell whether the browser says that a page of this site sent the request.

    It writes both headers itself: no page can, whichever site it is of. Sec-Fetch-Site is not sent over plain HTTP.
    """
    here = {f"{request.scheme}://{request.get_host()}", settings.SITE_URL}
    return request.headers.get("Origin") in here and request.headers.get("Sec-Fetch-Site") in ("same-origin", None)
