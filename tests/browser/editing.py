"""What the tests of the body's editor share: a draft open at the desk, and hands to write in it with."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from articles import permissions
from articles.models import Edition
from images import library
from images.models import Picture
from tests.factories import make_draft, make_section
from tests.images.pictures import encoded

GRANTS = [  # what migrations gave the roles
    import_module("articles.migrations.0003_roles").make_roles,
    import_module("articles.migrations.0010_site_roles").grant,
    import_module("articles.migrations.0011_inquiry").give_permissions,
]

COMPLAIN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""

IS_AT_END = """async () => {
    const {surface} = await import("articles/editor/start");
    const {doc, selection} = surface.editor.state;
    return selection.eq(selection.constructor.atEnd(doc));
}"""


def sign_in(page: Page, address: str, name: str = "publisher", group: str = permissions.PUBLISHERS) -> User:
    """Sign somebody of the desk in at the site's address, by the session's cookie."""
    for grant in GRANTS:  # the test before this one emptied every table
        grant(apps, None)
    user = User.objects.create_user(name, f"{name}@news.example", "a long secret", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    cache.clear()
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return user


def put_in(colour: str, **words: str) -> Picture:
    """Take a picture into the library, with the files that pages show."""
    picture, _is_new = library.add(BytesIO(encoded(colour, (90, 60))), name=f"{colour}.png", by=None)
    Picture.objects.filter(pk=picture.pk).update(**words)
    picture.refresh_from_db()
    return picture


# Longer than the 20 ms after which the editor, once focused, looks at the cursor again.
SETTLED = "() => new Promise((done) => setTimeout(done, 40))"


class Desk:
    """A browser in which a publisher has a draft open."""

    def __init__(self, page: Page):
        self.page = page
        self.draft: Edition | None = None

    def open(self, body: str = "", **fields: object) -> Edition:
        """Make a draft with this body and open it, with the cursor at the end of the text."""
        section = make_section("Actualités", slug=f"actualites-{Edition.objects.count()}")
        fields = {"headline": "La marée monte", "section": section} | fields
        self.draft = make_draft(body=body, **fields)
        self.reopen()
        return self.draft

    def reopen(self) -> None:
        self.page.goto(f"/admin/articles/edition/{self.draft.pk}/change/")
        expect(self.words).to_be_visible()

    @property
    def words(self) -> Locator:
        return self.page.locator(".editor-words")

    @property
    def stored(self) -> str:
        self.draft.refresh_from_db()
        return self.draft.body

    @property
    def typed(self) -> str:
        """What the form would send now."""
        return self.page.evaluate("() => new FormData(document.getElementById('edition_form')).get('body')")

    def to_end(self) -> None:
        """Put the cursor at the end, and wait until the editor knows: just after the focus it would put it back."""
        self.words.focus()
        for _attempt in range(50):
            self.page.keyboard.press("Control+End")
            self.page.wait_for_timeout(30)
            if self.page.evaluate(IS_AT_END):
                break

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        """Press keys one after another; one that moves the cursor waits until the editor knows where it is."""
        for key in keys:
            moves = "Arrow" in key
            if moves:
                self.page.evaluate(SETTLED)  # a focus that just came would put the cursor back
            self.page.keyboard.press(key)
            if moves:
                self.page.evaluate(SETTLED)

    def save(self) -> None:
        """Save by the keyboard, and wait for the page that comes back."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Control+s")
        expect(self.page.locator(".messagelist .success")).to_be_visible()
        expect(self.words).to_be_visible()

    def paste(self, html: str, text: str = "") -> None:
        self.words.evaluate(
            """async (target, [html, text]) => {
                for (const _ of [1, 2]) await new Promise(requestAnimationFrame); // until the cursor is known
                const data = new DataTransfer();
                if (html) data.setData("text/html", html);
                data.setData("text/plain", text);
                const options = {clipboardData: data, bubbles: true, cancelable: true};
                target.dispatchEvent(new ClipboardEvent("paste", options));
            }""",
            [html, text],
        )

    def tool(self, name: str) -> Locator:
        return self.page.locator(f".editor-toolbar [data-tool={name}]")
