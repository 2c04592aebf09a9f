"""Nothing that is posted to the desk is lost: not when the session ended, nor when the token changed."""

from __future__ import annotations

import io
from unittest import mock

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, JsonResponse, QueryDict
from django.test import Client, override_settings
from django.urls import include, path, reverse
from django.utils.http import urlencode
from lxml import html
from PIL import Image

from articles.models import Edition
from articles.states import Status
from images.models import Picture
from newsroom.desk import AGAIN, ENDED, LOST_FILE, REFUSED
from tests.articles.admin.desk import DeskTestCase
from tests.articles.hostile import naughty_strings
from tests.cast import make_user

SECRET = "a long secret"
HERE, ELSEWHERE = "http://testserver", "https://evil.example"


def echo(request):
    """Answer with what a view of the desk sees."""
    posted = [[name, values] for name, values in request.POST.lists()]
    return JsonResponse({"posted": posted, "files": list(request.FILES), "by": request.user.get_username()})


urlpatterns = [path("admin/echo/", admin.site.admin_view(echo)), path("", include("newsroom.urls"))]


class Browser(Client):
    """A client that has to bring the token, and that says where a form came from, as browsers do."""

    def __init__(self):
        super().__init__(enforce_csrf_checks=True, headers={"accept-language": "en"})

    def send(self, url: str, fields: object, origin: str = HERE, **options: object) -> HttpResponse:
        return self.post(url, fields, headers={"origin": origin} if origin else {}, **options)

    def sign_in(self, user: User) -> None:
        """Sign in as the sign-in page does, in another tab: this changes the token."""
        fields = {"csrfmiddlewaretoken": self.token(), "username": user.get_username(), "password": SECRET}
        self.send(reverse("admin:login"), fields)

    def token(self) -> str:
        return self.get(reverse("admin:session")).json()["token"]

    def end_session(self) -> None:
        self.session.flush()


@override_settings(SITE_URL=HERE)
class KeptTestCase(DeskTestCase):
    def setUp(self):
        super().setUp()
        for user in (self.writer, self.editor, self.reader):
            user.set_password(SECRET)
            user.save()
        self.browser = Browser()

    def open(self, user: User, url: str) -> str:
        """Open a form in the browser and return its token."""
        self.browser.force_login(user)
        tree = html.fromstring(self.browser.get(url).content.decode())
        return tree.xpath("//form[not(@id='logout-form')]//input[@name='csrfmiddlewaretoken']/@value")[0]

    def held(self, response: HttpResponse, status: int = 403) -> tuple[str, list[tuple[str, list[str]]]]:
        """Return what the page that holds the words says, and what it holds."""
        self.assertEqual(response.status_code, status)
        self.assertIn("no-store", response["Cache-Control"])
        tree = self.tree(response)
        why = tree.xpath("string(//p[@class='desk-note'])")
        return why, list(QueryDict(self.fields(response)["_kept"]).lists())

    def tree(self, response: HttpResponse) -> html.HtmlElement:
        return html.fromstring(response.content.decode(), parser=html.HTMLParser(huge_tree=True))

    def fields(self, response: HttpResponse) -> dict[str, object]:
        """Return what the page's form posts, as it stands."""
        form = self.tree(response).get_element_by_id("login-form")
        self.assertEqual(form.get("action"), response.wsgi_request.get_full_path())
        self.assertEqual((form.get("method"), form.get("enctype")), ("post", "multipart/form-data"))
        return QueryDict(urlencode(form.form_values(), doseq=True)).dict()

    def go_on(self, response: HttpResponse, user: User | None = None, password: str = SECRET) -> HttpResponse:
        """Press the page's button, having typed who one is."""
        fields = self.fields(response)
        if user is not None:
            fields |= {"username": user.get_username(), "password": password}
        return self.browser.send(response.wsgi_request.get_full_path(), fields)


@override_settings(ROOT_URLCONF="tests.newsroom.test_desk")
class WhatIsCarriedTest(KeptTestCase):
    def carry(self, posted: QueryDict) -> HttpResponse:
        form = f"csrfmiddlewaretoken={self.browser.token()}&{urlencode(posted, doseq=True)}"
        options = {"content_type": "application/x-www-form-urlencoded"}
        response = self.browser.send("/admin/echo/?a=b&c=%C3%A9", form, **options)
        self.assertEqual(self.held(response), (str(ENDED), list(posted.lists())))
        return self.go_on(response, self.writer)

    def assert_carried(self, posted: QueryDict) -> None:
        answer = self.carry(posted).json()
        self.assertEqual(answer, {"posted": [[*pair] for pair in posted.lists()], "files": [], "by": "writer"})

    def test_naughty_strings_as_names_and_as_values(self):
        posted = QueryDict(mutable=True)
        for number, text in enumerate(naughty_strings()):
            posted.appendlist(f"value-{number}", text)
            posted.appendlist("all", text)
            posted.appendlist(text, "named")
        with self.settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=10_000):
            self.assert_carried(posted)

    def test_a_forms_own_names_order_and_lines(self):
        posted = QueryDict(mutable=True)
        for name, value in [
            ("zebra", "one\r\ntwo\r\n"),
            ("username", "somebody"),
            ("password", "their secret"),
            ("empty", ""),
            ("many", "2"),
            ("many", ""),
            ("many", "1"),
            ("many", "2"),
            ("nul", "a\x00b"),
            ("ends", "\n \r\t\x0b\x0c\u2028"),
            ("next", "https://evil.example/"),
            ("_kept_files", "file"),
            ("alpha", "<b>&amp;\"'</b> + % = é 漢 🗞\ufeff"),
            ("_save", "Save"),
        ]:
            posted.appendlist(name, value)
        self.assert_carried(posted)

    def test_five_million_bytes(self):
        posted = QueryDict(mutable=True)
        posted["body"] = '<p class="é">L’été &amp; l’hiver.</p>\r\n' * 120_000
        self.assertGreater(len(posted["body"].encode()), 5_000_000)
        self.assert_carried(posted)

    def test_nothing_at_all(self):
        self.assert_carried(QueryDict())

    def test_as_many_fields_as_may_be_posted(self):
        posted = QueryDict(mutable=True)
        posted.setlist("field", [str(number) for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - 1)])
        self.assert_carried(posted)

    def test_more_than_that_and_what_no_page_of_ours_wrote(self):
        self.browser.force_login(self.writer)
        token = self.browser.token()
        for kept, status in [("&".join(["a=1"] * 2000), 400), ("%ED%A0%80=%FF&&=&%00", 200), ("", 200)]:
            with self.subTest(ascii(kept[:20])):
                fields = {"csrfmiddlewaretoken": token, "_kept": kept}
                self.assertEqual(self.browser.send("/admin/echo/", fields).status_code, status)

    def test_passwords_are_carried_but_not_shown(self):
        token = self.browser.token()
        fields = {"csrfmiddlewaretoken": token, "username": "ann", "password1": "zz1", "old_password": "zz2", "n": "7"}
        response = self.browser.send("/admin/echo/", fields)
        words = self.tree(response).xpath("//details//dl//text()")
        self.assertEqual(words, ["username", "ann"])

    def test_a_script_that_posts_no_form_is_sent_to_the_sign_in_page_as_ever(self):
        headers = {"origin": HERE, "x-csrftoken": self.browser.token()}
        response = self.browser.post("/admin/echo/", {"a": 1}, content_type="application/json", headers=headers)
        self.assertRedirects(response, f"{reverse('admin:login')}?next=/admin/echo/")


class SessionEndedTest(KeptTestCase):
    def setUp(self):
        super().setUp()
        self.edition = self.draft()
        self.address = self.url(self.edition)

    def words_after_the_end(self, **changed: object) -> HttpResponse:
        """Post an edition's form whose session ended while it was open."""
        token = self.open(self.writer, self.address)
        self.browser.end_session()
        fields = self.words(self.edition, **{"_save": "Save", "csrfmiddlewaretoken": token} | changed)
        self.posted = [(name, [str(value)]) for name, value in fields.items() if name != "csrfmiddlewaretoken"]
        response = self.browser.send(self.address, fields)
        self.assertEqual(self.held(response), (str(ENDED), self.posted))
        self.assertEqual(self.stored(), ("Old", 1))
        return response

    def stored(self) -> tuple[str, int]:
        self.edition.refresh_from_db()
        return self.edition.headline, Edition.objects.count()

    def test_signing_in_saves_as_if_nothing_had_happened(self):
        response = self.go_on(self.words_after_the_end(), self.writer)
        self.assertRedirects(response, self.address, fetch_redirect_response=False)
        self.assertEqual([str(message) for message in self.browser.get(self.address).context["messages"]], ["Saved."])
        self.assertEqual(self.stored(), ("New headline", 1))
        self.assertEqual(self.edition.body, "<p>New body.</p>")
        self.assertEqual(self.edition.updated_by, self.writer)

    def test_the_button_that_was_pressed_is_pressed(self):
        response = self.words_after_the_end(**{"_verb": "discard", "discard-comment": "Not ours."})
        self.assertRedirects(self.go_on(response, self.writer), self.address, fetch_redirect_response=False)
        self.assertEqual(self.stored(), ("New headline", 1))
        self.assertEqual(self.edition.status, Status.DISCARDED)
        self.assertEqual(self.edition.transitions.latest("at").comment, "Not ours.")

    def test_what_the_form_itself_refuses_is_shown_in_the_form(self):
        response = self.go_on(self.words_after_the_end(language=""), self.writer)
        self.assertEqual(self.errors(response), ["This field is required."])
        self.assertContains(response, "What it says.")

    def test_a_wrong_password_loses_nothing(self):
        response = self.words_after_the_end()
        for user, password in [(self.writer, "wrong"), (self.writer, ""), (self.reader, SECRET)]:
            with self.subTest(user=user, password=password):
                response = self.go_on(response, user, password)
                self.assertEqual(self.held(response), (str(ENDED), self.posted))
                page = self.tree(response)
                self.assertEqual(len(page.xpath("//*[@class='errornote' or starts-with(@class, 'errorlist')]")), 1)
                self.assertEqual(self.fields(response)["username"], user.get_username())
        self.assertEqual(self.stored(), ("Old", 1))
        self.go_on(response, self.writer)
        self.assertEqual(self.stored(), ("New headline", 1))

    def test_another_person_saves_as_themselves(self):
        self.go_on(self.words_after_the_end(), self.editor)
        self.assertEqual(self.stored(), ("New headline", 1))
        self.assertEqual(self.edition.updated_by, self.editor)

    def test_another_person_who_may_not_is_refused_and_the_words_stay(self):
        other = make_user("other", "writers", password=SECRET)
        response = self.go_on(self.words_after_the_end(), other)
        self.assertEqual(self.held(response, 404), (str(REFUSED), self.posted))
        self.assertContains(response, "You are signed in as other.", status_code=404)
        response = self.go_on(response, self.commercial, "wrong")
        self.assertEqual(self.held(response), (str(REFUSED), self.posted))
        self.go_on(response, self.writer)
        self.assertEqual(self.stored(), ("New headline", 1))

    def test_rights_that_went_while_one_wrote(self):
        token = self.open(self.writer, self.address)
        fields = self.words(self.edition, csrfmiddlewaretoken=token)
        self.writer.groups.clear()
        why, posted = self.held(self.browser.send(self.address, fields))
        self.assertEqual((why, dict(posted)["body"]), (str(REFUSED), ["<p>New body.</p>"]))
        User.objects.filter(pk=self.writer.pk).update(is_staff=False)
        why, posted = self.held(self.browser.send(self.address, fields))
        self.assertEqual((why, dict(posted)["body"]), (str(REFUSED), ["<p>New body.</p>"]))
        self.assertEqual(self.stored(), ("Old", 1))

    def test_a_closed_account_ends_the_session(self):
        token = self.open(self.writer, self.address)
        User.objects.filter(pk=self.writer.pk).update(is_active=False)
        response = self.browser.send(self.address, self.words(self.edition, csrfmiddlewaretoken=token))
        self.assertEqual(self.held(response)[0], str(ENDED))

    def test_a_new_article(self):
        address = reverse("admin:articles_edition_add")
        token = self.open(self.writer, address)
        self.writer.set_password("another secret")  # by somebody else: this ends all sessions
        self.writer.save()
        response = self.browser.send(address, self.words(csrfmiddlewaretoken=token))
        self.assertEqual(self.held(response)[0], str(ENDED))
        self.go_on(response, self.writer, "another secret")
        self.assertEqual(Edition.objects.latest("pk").headline, "New headline")

    def test_people_whose_form_has_names_of_the_sign_in_form(self):
        boss = User.objects.create_superuser("boss", "", SECRET)
        address = reverse("admin:auth_user_add")
        token = self.open(boss, address)
        self.browser.end_session()
        fields = {"username": "newcomer", "password1": "zz a secret", "password2": "zz a secret"}
        fields |= {"usable_password": "true", "csrfmiddlewaretoken": token}
        response = self.browser.send(address, fields)
        self.assertEqual(self.held(response)[0], str(ENDED))
        self.assertEqual(self.go_on(response, boss).status_code, 302)
        self.assertTrue(self.browser.login(username="newcomer", password="zz a secret"))

    def test_reading_and_signing_out_go_as_ever(self):
        self.assertRedirects(self.browser.get(self.address), f"{reverse('admin:login')}?next={self.address}")
        token = self.browser.token()
        response = self.browser.send(reverse("admin:logout"), {"csrfmiddlewaretoken": token})
        self.assertRedirects(response, reverse("admin:index"), fetch_redirect_response=False)


class FilesTest(KeptTestCase):
    def file(self) -> SimpleUploadedFile:
        content = io.BytesIO()
        Image.new("RGB", (60, 40), "steelblue").save(content, "PNG")
        return SimpleUploadedFile("blue.png", content.getvalue(), "image/png")

    def after_the_end(self, address: str, **fields: object) -> HttpResponse:
        token = self.open(self.writer, address)
        self.browser.end_session()
        response = self.browser.send(address, {"csrfmiddlewaretoken": token, "file": self.file()} | fields)
        self.assertEqual(self.held(response)[0], str(ENDED))
        self.assertContains(response, "A file can’t be kept", status_code=403)
        response = self.go_on(response, self.writer, "wrong")
        self.assertContains(response, "A file can’t be kept", status_code=403)
        response = self.go_on(response, self.writer)
        self.assertEqual([str(message) for message in response.context["messages"]], [str(LOST_FILE)])
        return response

    def test_a_picture_is_not_saved_without_its_file(self):
        response = self.after_the_end(reverse("admin:images_picture_add"), alt="A blue sea", credit="Photo: us")
        self.assertEqual(self.errors(response), ["The submitted file is empty."])
        self.assertContains(response, 'value="A blue sea"')
        self.assertEqual(Picture.objects.count(), 0)

    def test_nor_is_a_text_whose_file_may_be_left_out(self):
        with mock.patch("articles.admin.from_text.make_draft") as make_draft:
            response = self.after_the_end(
                reverse("admin:articles_edition_from_text"), text="A headline\n\nText.", _make="Make a draft"
            )
        self.assertEqual(self.errors(response), ["The submitted file is empty."])
        self.assertContains(response, "A headline")
        self.assertEqual(make_draft.mock_calls, [])


class TokenTest(KeptTestCase):
    def setUp(self):
        super().setUp()
        self.edition = self.draft()
        self.address = self.url(self.edition)
        self.token = self.open(self.writer, self.address)

    def post(self, **options: object) -> HttpResponse:
        fields = self.words(self.edition, csrfmiddlewaretoken=self.token, _save="Save")
        return self.browser.send(self.address, fields, **options)

    def headline(self) -> str:
        self.edition.refresh_from_db()
        return self.edition.headline

    def test_signed_in_again_in_another_tab(self):
        self.browser.sign_in(self.writer)
        response = self.post()
        why, posted = self.held(response)
        self.assertEqual((why, dict(posted)["body"]), (str(AGAIN), ["<p>New body.</p>"]))
        self.assertContains(response, "You are signed in as writer.", status_code=403)
        self.assertNotIn("username", self.fields(response))
        self.assertEqual(self.headline(), "Old")
        self.assertEqual(self.go_on(response).status_code, 302)
        self.assertEqual(self.headline(), "New headline")

    def test_the_cookie_of_the_token_went(self):
        del self.browser.cookies[settings.CSRF_COOKIE_NAME]
        response = self.post()
        self.assertEqual(self.held(response)[0], str(AGAIN))
        self.go_on(response)
        self.assertEqual(self.headline(), "New headline")

    def test_all_cookies_went(self):
        self.browser.cookies.clear()
        response = self.post()
        self.assertEqual(self.held(response)[0], str(ENDED))
        self.go_on(response, self.writer)
        self.assertEqual(self.headline(), "New headline")

    def test_the_page_that_holds_the_words_is_overtaken_in_its_turn(self):
        self.browser.end_session()
        first = self.post()
        kept = self.held(first)[1]
        self.browser.sign_in(self.writer)
        second = self.go_on(first, self.writer)
        self.assertEqual(self.held(second), (str(AGAIN), kept))
        self.go_on(second)
        self.assertEqual(self.headline(), "New headline")

    def test_what_another_site_sent_is_refused_and_not_held(self):
        self.browser.sign_in(self.writer)
        ended = Browser()
        ended.token()
        self.token = "f" * 64
        strangers = [
            {"origin": ELSEWHERE},
            {"origin": "null"},
            {"origin": ""},
            {"origin": HERE.replace("http:", "https:")},
            {"origin": HERE, "HTTP_SEC_FETCH_SITE": "cross-site"},
            {"origin": HERE, "HTTP_SEC_FETCH_SITE": "same-site"},
        ]
        plain = self.words(self.edition, csrfmiddlewaretoken=self.token, _save="Save")
        for fields in (
            plain,
            {"_kept": urlencode(plain), "csrfmiddlewaretoken": self.token},
            {"_kept": urlencode(plain), "username": "writer", "password": SECRET},
        ):
            for browser in (self.browser, ended):
                for options in strangers:
                    with self.subTest(options=options, fields=list(fields)):
                        response = browser.send(self.address, fields, **options)
                        self.assertContains(response, "CSRF verification failed", status_code=403)
                        self.assertNotContains(response, "New body", status_code=403)
                        self.assertNotContains(response, "_kept", status_code=403)
        self.assertEqual(self.headline(), "Old")
        self.assertFalse(ended.get(reverse("admin:session")).json()["signed_in"])

    def test_the_right_token_from_another_site_is_refused_too(self):
        response = self.post(origin=ELSEWHERE)
        self.assertContains(response, "CSRF verification failed", status_code=403)

    def test_the_sign_in_page_in_two_tabs(self):
        address = f"{reverse('admin:login')}?next={self.address}"
        fields = {"csrfmiddlewaretoken": self.token, "username": "writer", "password": SECRET}
        self.browser.sign_in(self.writer)
        response = self.browser.send(address, fields)
        self.assertRedirects(response, address, fetch_redirect_response=False)
        self.assertRedirects(self.browser.get(address), self.address)
        self.browser.cookies.clear()  # nor does it turn in circles where cookies are off
        self.assertContains(self.browser.send(address, fields), "CSRF cookie", status_code=403)

    def test_no_password_is_held(self):
        fields = {"csrfmiddlewaretoken": "f" * 64, "username": "writer", "password": SECRET}
        for name in ("session", "logout"):
            response = self.browser.send(reverse(f"admin:{name}"), fields)
            self.assertContains(response, "CSRF verification failed", status_code=403)
            self.assertNotContains(response, SECRET, status_code=403)


class SessionTest(KeptTestCase):
    address = "/admin/session/"

    def test_it_tells_who_is_signed_in(self):
        with self.assertNumQueries(0):
            response = self.browser.get(self.address)
        told = response.json()
        self.assertEqual(len(told.pop("token")), 64)
        self.assertEqual(told, {"signed_in": False, "name": "", "problems": []})
        self.assertIn("no-store", response["Cache-Control"])
        self.browser.force_login(self.writer)
        with self.assertNumQueries(2):
            told = self.browser.get(self.address).json()
        self.assertEqual((told["signed_in"], told["name"]), (True, "writer"))
        self.browser.force_login(self.reader)
        told = self.browser.get(self.address).json()
        self.assertEqual((told["signed_in"], told["name"]), (False, ""))

    def test_it_signs_in_with_the_token_it_gave_and_gives_the_next(self):
        edition = self.draft()
        fields = {"csrfmiddlewaretoken": self.browser.token(), "username": "writer", "password": "wrong"}
        told = self.browser.send(self.address, fields).json()
        self.assertEqual((told["signed_in"], len(told["problems"])), (False, 1))
        told = self.browser.send(self.address, fields | {"password": SECRET}).json()
        self.assertEqual((told["signed_in"], told["name"], told["problems"]), (True, "writer", []))
        words = self.words(edition, csrfmiddlewaretoken=told["token"])
        self.assertRedirects(self.browser.send(self.url(edition), words), self.url(edition))

    def test_it_takes_no_sign_in_without_a_token(self):
        fields = {"username": "writer", "password": SECRET}
        for origin in (HERE, ELSEWHERE):
            self.assertEqual(self.browser.send(self.address, fields, origin=origin).status_code, 403)
        self.assertFalse(self.browser.get(self.address).json()["signed_in"])

    def test_it_answers_nothing_else(self):
        self.assertEqual(Client().put(self.address).status_code, 405)
