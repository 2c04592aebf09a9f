"""The form for would-be sponsors: what it keeps, what it refuses and in which words, and what becomes of the mail."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from unittest import mock

from django.core import mail
from django.core.cache import cache
from django.tasks import default_task_backend
from django.test import override_settings

from articles import frame, inquiries
from articles.models import Inquiry
from articles.views import guards
from tests.articles.views.reading import Page, ReadingTestCase
from tests.factories import DAY, HOUR, NOW, clock, make_inquiry

SECOND = timedelta(seconds=1)
HERE = {"sec-fetch-site": "same-origin"}
WORDS = {
    "name": "Anne Onyme",
    "organisation": "Acme",
    "email": "anne@acme.example",
    "message": "We would like to support your science pages.",
}
NOT_YET = "Not sent yet: something is missing or needs a change. Your words are kept."
ILLEGIBLE = "Some letters of it did not arrive: look for “\ufffd”, and write them again."
UNREADABLE = "What was sent could not be read: go back, and send it again."
ENCODED = "application/x-www-form-urlencoded"


@override_settings(LANGUAGE_CODE="en")
class SponsorshipTestCase(ReadingTestCase):
    def setUp(self):
        cache.clear()

    def send(self, *, at=NOW, stamped=NOW - HOUR, headers=HERE, **changed):
        words = WORDS | {"website": "", "stamp": guards.stamp(stamped)} | changed
        with clock(at), self.captureOnCommitCallbacks(execute=True):
            return self.client.post("/sponsorship/", words, headers=headers)

    def post(self, body: bytes, content_type: str, **extra):
        with clock(NOW):
            return self.client.generic("POST", "/sponsorship/", body, content_type, headers=HERE, **extra)

    def assertThanked(self, response):
        self.assertEqual((response.status_code, response.headers["Location"]), (303, "/sponsorship/?sent=1"))
        self.assertEqual(dict(response.cookies), {})

    def assertRefused(self, response, status: int, problem: str) -> Page:
        """Check that the page says why, has every word that was sent, and that nothing was stored."""
        self.assertEqual(response.status_code, status)
        page = Page(response)
        self.check_outline(page)
        self.assertEqual(page.one("//form/p[@role='alert']"), problem)
        self.assertEqual(page.one("//title"), "Not sent — Sponsor our journalism — Newsroom")
        self.assertIn("no-store", response.headers["Cache-Control"])
        return page

    def kept(self, page: Page) -> dict[str, str]:
        names = ("name", "organisation", "email")
        fields = {name: page.tree.xpath(f"string(//input[@name='{name}']/@value)") for name in names}
        return fields | {"message": page.tree.xpath("string(//textarea)").removeprefix("\n")}


class PageTest(SponsorshipTestCase):
    def test_it_has_a_form_that_tells_what_each_field_is(self):
        page = self.read("/sponsorship/")
        self.assertEqual(page.one("//h1"), "Sponsor our journalism")
        self.assertEqual(page.one("//title"), "Sponsor our journalism — Newsroom")
        self.assertEqual(page.all("//form/@action | //form/@method"), ["post", "/sponsorship/"])
        labels = {name: page.one(f"//label[@for='id_{name}']") for name in page.all("//form//@name") if name != "stamp"}
        self.assertEqual(
            labels,
            {
                "name": "Your name",
                "organisation": "Organisation (optional)",
                "email": "Your email address",
                "message": "Your message",
                "website": "Leave this empty: it is there for machines.",
            },
        )
        self.assertEqual(page.all("//*[@required]/@name"), ["name", "email", "message"])
        self.assertEqual(page.all("//form//@autocomplete"), ["name", "organization", "email", "off"])
        self.assertEqual(page.all("//*[@aria-invalid] | //*[@role='alert'] | //*[@autofocus]"), [])
        self.assertEqual(page.all("//textarea/@maxlength"), [])
        trap = "//p[@class='unseen']/input[@name='website'][@tabindex='-1'][@type='text']"
        self.assertEqual(page.all(f"{trap}/@name"), ["website"])
        self.assertEqual(page.one("//link[@rel='canonical']/@href"), "http://127.0.0.1:8000/sponsorship/")
        self.assertEqual(page.all("//meta[@name='robots']"), [])

    def test_every_page_leads_to_it(self):
        self.assertEqual(self.read("/").one("//footer//a[@href='/sponsorship/']"), "Sponsor our journalism")

    def test_it_may_be_kept_for_less_than_its_stamp_is_good(self):
        headers = self.read("/sponsorship/").response.headers
        self.assertEqual(headers["Cache-Control"], "public, max-age=600")

    def test_thanks_are_a_page(self):
        page = self.read("/sponsorship/?sent=1")
        self.assertEqual(page.one("//h1"), "Thank you")
        self.assertEqual(page.all("//form"), [])
        self.assertEqual(page.one("//meta[@name='robots']/@content"), "noindex")

    def test_it_takes_no_query_beside_the_frames(self):
        self.assertReads(0, "/sponsorship/")

    def test_it_is_in_the_sites_language(self):
        for language in ("fr", "en"):
            with self.settings(LANGUAGE_CODE=language):
                self.assertEqual(self.read("/sponsorship/").one("/html/@lang"), language)

    def test_it_answers_no_other_method(self):
        self.assertEqual(self.client.head("/sponsorship/").status_code, 200)
        for method in ("put", "delete", "patch", "options"):
            self.assertEqual(getattr(self.client, method)("/sponsorship/").status_code, 405)


class ReceiveTest(SponsorshipTestCase):
    def test_a_message_is_kept_with_its_words(self):
        self.assertThanked(self.send())
        inquiry = Inquiry.objects.get()
        self.assertEqual({name: getattr(inquiry, name) for name in WORDS}, WORDS)
        self.assertEqual((inquiry.created_at, inquiry.language), (NOW, "en"))
        self.assertEqual((inquiry.mailed_at, inquiry.answered_at, inquiry.answered_by), (None, None, None))

    def test_the_language_of_the_page_is_kept(self):
        with self.settings(LANGUAGE_CODE="fr"):
            self.send()
        self.assertEqual(Inquiry.objects.get().language, "fr")

    def test_it_takes_a_transaction_of_two_queries(self):
        frame.get()
        with self.assertNumQueries(4):  # with its savepoint
            self.send()

    def test_a_name_is_one_line_and_lines_of_a_message_end_as_one_character(self):
        self.send(
            name=" Anne\r\nBcc: all@news.example\x0b\x85 Onyme ", organisation="", message="One\r\n\r\ntwo\rthree\n"
        )
        inquiry = Inquiry.objects.get()
        self.assertEqual((inquiry.name, inquiry.organisation), ("Anne Bcc: all@news.example Onyme", ""))
        self.assertEqual(inquiry.message, "One\n\ntwo\nthree")

    def test_the_longest_words_are_kept(self):
        longest = {
            "name": "é" * 120,
            "organisation": "ß" * 120,
            "email": f"{'a' * 64}@{'b' * 63}.{'c' * 63}.example",
            "message": "😀\r\n" * 2499 + "😀!",
        }
        self.assertThanked(self.send(**longest))
        inquiry = Inquiry.objects.get()
        self.assertEqual(inquiry.message, "😀\n" * 2499 + "😀!")
        self.assertEqual((inquiry.name, inquiry.organisation), (longest["name"], longest["organisation"]))

    def test_what_is_sent_twice_is_one_message(self):
        self.assertThanked(self.send())
        self.assertThanked(self.send(at=NOW + SECOND))
        self.assertEqual(Inquiry.objects.count(), 1)
        self.assertThanked(self.send(message="And your sports pages."))
        self.assertThanked(self.send(email="bob@acme.example"))
        self.assertThanked(self.send(at=NOW + DAY + SECOND, stamped=NOW + HOUR))
        self.assertEqual(Inquiry.objects.count(), 4)

    def test_markup_is_words(self):
        self.send(message="<script>alert(1)</script> & {{ x }}")
        self.assertEqual(Inquiry.objects.get().message, "<script>alert(1)</script> & {{ x }}")


class RefuseTest(SponsorshipTestCase):
    def test_each_mistake_is_told_in_a_sentence_by_its_field(self):
        no_email = "This is no email address: check it. One looks like name@example.org."
        cases = [
            ("name", " ", "Write your name."),
            ("name", "a" * 121, "Ensure this value has at most 120 characters (it has 121)."),
            ("name", "A\x00nne", ILLEGIBLE),
            ("name", "A\x01nne", ILLEGIBLE),
            ("organisation", "a" * 121, "Ensure this value has at most 120 characters (it has 121)."),
            ("organisation", "\x00", ILLEGIBLE),
            ("email", "", "Write the address to which we may answer."),
            ("email", "anne", no_email),
            ("email", "a@b.example\r\nBcc: c@d.example", no_email),
            ("email", '"a\x0bb"@b.example', no_email),
            ("email", "a@b.example, c@d.example", no_email),
            ("message", "\r\n ", "Write your message."),
            ("message", "a" * 5001, "These are 5001 characters: leave 5000 of them."),
            ("message", "We\x00", ILLEGIBLE),
        ]  # fmt: skip
        for name, value, told in cases:
            with self.subTest(name=name, value=value[:40]):
                response = self.send(**{name: value})
                self.assertEqual(response.status_code, 422)
                content = response.content.replace(b"\x00", b"0").replace(b"\x01", b"1").replace(b"\x0b", b"2")
                response.content = content
                page = self.assertRefused(response, 422, NOT_YET)
                self.assertEqual(page.all("//*[@aria-invalid='true']/@name"), [name])
                self.assertEqual(page.all("//*[@autofocus]/@name"), [name])
                self.assertEqual(page.one(f"//*[@name='{name}']/@aria-describedby"), f"id_{name}_error")
                self.assertEqual(page.one(f"//*[@id='id_{name}_error']"), told)
                others = {other: words for other, words in WORDS.items() if other != name}
                self.assertEqual({other: self.kept(page)[other] for other in others}, others)
        self.assertEqual(Inquiry.objects.count(), 0)

    def test_the_words_are_kept_as_they_were_sent(self):
        sent = {"name": '"><b>Anne</b>', "organisation": "", "email": "no", "message": "\r\n</textarea> one\r\n  two"}
        page = self.assertRefused(self.send(**sent), 422, NOT_YET)
        self.assertEqual(page.one("//input[@name='name']/@value"), sent["name"])
        self.assertEqual(page.all("//input[@name='organisation']/@value"), [])
        self.assertEqual(page.tree.xpath("string(//textarea)").split(), ["</textarea>", "one", "two"])

    def test_everything_may_be_missing(self):
        for body, content_type in ((b"", ENCODED), (b"{}", "application/json"), (b"x", "text/plain"), (b"", "")):
            with self.subTest(content_type):
                response = self.post(body, content_type)
                self.assertRefused(
                    response, 422, "The page had been open for too long. Your words are kept: send them again."
                )

    def test_what_can_not_be_read_is_said(self):
        cases = [
            (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data"),
            (b"&".join(b"a%d=1" % number for number in range(1001)), ENCODED),
        ]
        for body, content_type in cases:
            with self.subTest(content_type, body=body[:20]):
                self.assertRefused(self.post(body, content_type), 400, UNREADABLE)

    def test_words_in_another_encoding_are_asked_for_again(self):
        stamp = guards.stamp(NOW - HOUR)
        body = f"name=Anne+%E9&email=a@b.example&message=%FF%FE&stamp={stamp}".encode()
        for charset in ("", "; charset=latin-1", "; charset=utf-16", "; charset=base64", "; charset=none-such"):
            with self.subTest(charset):
                page = self.assertRefused(self.post(body, ENCODED + charset), 422, NOT_YET)
                self.assertEqual(page.one("//*[@id='id_name_error']"), ILLEGIBLE)
                self.assertEqual(page.one("//*[@id='id_message_error']"), ILLEGIBLE)
                self.assertEqual(page.one("//input[@name='name']/@value"), "Anne \ufffd")

    def test_far_too_much_is_refused_unread(self):
        why = "That is more than can be sent at once: go back, and shorten your message."
        for size in (1_000_001, 10_000_000):
            self.assertRefused(self.post(b"message=" + b"a" * (size - 8), ENCODED), 413, why)
        for length in ("-1", "x", "9" * 40):
            self.assertRefused(self.post(b"", ENCODED, CONTENT_LENGTH=length), 413, why)

    def test_a_long_text_is_kept_to_be_shortened(self):
        page = self.assertRefused(self.send(message="é" * 100_000), 422, NOT_YET)
        self.assertEqual(self.kept(page)["message"], "é" * 100_000)
        self.assertEqual(page.one("//*[@id='id_message_error']"), "These are 100000 characters: leave 5000 of them.")


class GuardTest(SponsorshipTestCase):
    LATE = "The page had been open for too long. Your words are kept: send them again."
    QUICK = "That was too quick. Your words are kept: wait a little, then send them again."
    ELSEWHERE = "Your browser did not say that this came from our page. Check it, then send it from here."
    MANY = "Too many messages have come within this hour. Your words are kept: send them in an hour."

    def refused(self, status, problem, **sent) -> str:
        """Check that it is refused with its words kept; return the stamp of the page that says so."""
        before = Inquiry.objects.count()
        page = self.assertRefused(self.send(**sent), status, problem)
        self.assertEqual(self.kept(page), WORDS | {name: words for name, words in sent.items() if name in WORDS})
        self.assertEqual(Inquiry.objects.count(), before)
        return page.one("//input[@name='stamp']/@value")

    def test_three_seconds_at_least_and_a_day_at_most(self):
        for stamped in (NOW + HOUR, NOW, NOW - 2 * SECOND):
            again = self.refused(422, self.QUICK, stamped=stamped)
            self.assertEqual(again, guards.stamp(stamped))
        again = self.refused(422, self.LATE, stamped=NOW - DAY - SECOND)
        self.assertEqual(again, guards.stamp(NOW - 3 * SECOND))
        self.assertThanked(self.send(stamp=again))
        self.assertThanked(self.send(stamped=NOW - 3 * SECOND, message="Three seconds."))
        self.assertThanked(self.send(stamped=NOW - DAY, message="A day."))
        self.assertEqual(Inquiry.objects.count(), 3)

    def test_the_pages_own_stamp_is_good(self):
        stamp = self.read("/sponsorship/", at=NOW - HOUR).one("//input[@name='stamp']/@value")
        self.assertThanked(self.send(stamp=stamp))

    def test_a_stamp_of_somebody_elses_is_none(self):
        text, _separator, signature = guards.stamp(NOW - HOUR).partition(":")
        for stamp in ("", "x", "\x00", f"{int(text) + 1}:{signature}", f"{text}:é", f"{text}:", "1" * 5000):
            with self.subTest(stamp[:20]):
                self.assertEqual(self.refused(422, self.LATE, stamp=stamp), guards.stamp(NOW))

    def test_a_mistake_keeps_the_stamp(self):
        page = Page(self.send(email="no"))
        self.assertEqual(page.one("//input[@name='stamp']/@value"), guards.stamp(NOW - HOUR))

    def test_it_must_come_from_here(self):
        ours, theirs = "http://testserver", "https://evil.example"
        good = [
            {"sec-fetch-site": "same-origin"},
            {"sec-fetch-site": "same-origin", "origin": "null"},
            {"origin": ours},
            {"origin": "http://127.0.0.1:8000"},  # SITE_URL, where a proxy asks under another name
            {"referer": f"{ours}/sponsorship/"},
            {"origin": ours, "referer": theirs},
        ]
        for headers in good:
            with self.subTest(headers):
                cache.clear()
                self.assertThanked(self.send(headers=headers, message=str(headers)))
        bad = [
            *({"sec-fetch-site": site, "origin": ours} for site in ("cross-site", "same-site", "none")),
            {},
            {"origin": theirs},
            {"origin": "null", "referer": f"{ours}/"},
            {"origin": theirs, "referer": f"{ours}/"},
            {"referer": f"{theirs}/?{ours}/"},
            {"referer": f"{ours}.evil.example/"},
            {"referer": "http://[x"},
            {"origin": "https://testserver"},
        ]
        for headers in bad:
            with self.subTest(headers):
                self.refused(403, self.ELSEWHERE, headers=headers)

    def test_who_fills_in_what_nobody_sees_is_thanked_and_forgotten(self):
        for stamped in (NOW - HOUR, NOW):
            self.assertThanked(self.send(website="http://spam.example/", stamped=stamped))
        self.assertThanked(self.send(website="x", email="no"))
        self.assertEqual(Inquiry.objects.count(), 0)

    def test_five_an_hour_from_an_address(self):
        self.send(email="no")  # what is refused does not count
        for number in range(5):
            self.assertThanked(self.send(message=f"Message {number}"))
        response = self.send(at=NOW + timedelta(minutes=40), message="The sixth")
        self.assertRefused(response, 429, self.MANY)
        self.assertEqual(response.headers["Retry-After"], "1200")
        self.refused(429, self.MANY, message="The seventh")
        self.assertEqual(Inquiry.objects.count(), 5)
        self.assertThanked(self.send(at=NOW + HOUR, message="The sixth"))

    def test_fifty_an_hour_in_all(self):
        for number in range(50):
            self.client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
            self.assertThanked(self.send(message=f"Message {number}"))
        self.client.defaults["REMOTE_ADDR"] = "198.51.100.1"
        self.refused(429, self.MANY, message="The fifty-first")
        self.assertThanked(self.send(at=NOW + HOUR, message="The fifty-first"))

    def name(self, address: str, **headers) -> str:
        request = self.client.get("/sponsorship/", REMOTE_ADDR=address, headers=headers).wsgi_request
        return guards.sender(request)

    def test_an_address_is_told_from_others_and_not_told(self):
        one = self.name("192.0.2.1")
        self.assertNotEqual(one, self.name("192.0.2.2"))
        self.assertNotIn("192", one)
        self.assertEqual(self.name("2001:db8:1:2::1"), self.name("2001:db8:1:2:ffff::2"))
        self.assertNotEqual(self.name("2001:db8:1:2::1"), self.name("2001:db8:1:3::1"))
        self.assertEqual(len({self.name(""), self.name("unix:"), one}), 3)

    def test_what_the_sender_says_of_their_address_counts_behind_a_proxy_alone(self):
        forged = {"x-forwarded-for": "203.0.113.9"}
        self.assertEqual(self.name("192.0.2.1", **forged), self.name("192.0.2.1"))
        with self.settings(BEHIND_PROXY=True):
            told = {"x-forwarded-for": "203.0.113.9, 198.51.100.1"}  # the proxy's own word is the last
            self.assertEqual(self.name("192.0.2.1", **told), self.name("198.51.100.1"))
            direct = self.name("192.0.2.1")
        self.assertEqual(direct, self.name("192.0.2.1"))

    def test_counts_outlive_the_five_minutes_of_a_cache_in_files(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        files = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": folder}
        counted = []
        with self.settings(CACHES={"default": files}):
            for minutes in (0, 1, 58):
                with mock.patch("time.time", return_value=NOW.timestamp() + 60 * minutes):
                    counted.append(guards.is_too_many("x", 2, NOW + timedelta(minutes=minutes)))
        self.assertEqual(counted, [False, False, True])


@override_settings(SPONSORSHIP_EMAIL="sponsors@news.example", LANGUAGE_CODE="en")
class MailTest(SponsorshipTestCase):
    def tasks(self):
        return [
            (result.task.func.__name__, result.args, result.task.run_after) for result in default_task_backend.results
        ]

    def test_the_worker_is_asked_once_the_row_is_there(self):
        default_task_backend.clear()
        words = WORDS | {"stamp": guards.stamp(NOW - HOUR)}
        with clock(NOW), self.captureOnCommitCallbacks() as later:
            self.client.post("/sponsorship/", words, headers=HERE)
        self.assertEqual(self.tasks(), [])
        for callback in later:
            callback()
        self.assertEqual(self.tasks(), [("mail", [Inquiry.objects.get().pk], None)])

    def test_a_queue_that_fails_loses_nothing(self):
        with (
            mock.patch.object(type(inquiries.mail), "enqueue", side_effect=RuntimeError("no queue")),
            self.assertLogs("django.test", "ERROR"),
        ):
            self.assertThanked(self.send())
        self.assertEqual(Inquiry.objects.count(), 1)

    def test_the_mail_has_the_words_and_is_answered_to_the_sender(self):
        inquiry = make_inquiry(**WORDS)
        with clock(NOW):
            self.assertTrue(inquiries.mail.call(inquiry.pk))
        [message] = mail.outbox
        self.assertEqual(message.subject, "Sponsorship: Anne Onyme, Acme")
        self.assertEqual((message.to, message.cc, message.bcc), (["sponsors@news.example"], [], []))
        self.assertEqual(message.reply_to, ["anne@acme.example"])
        self.assertEqual(
            message.body,
            "Anne Onyme, Acme\nanne@acme.example\n\nWe would like to support your science pages.\n\n-- \n"
            "Answer this mail to write to them. When that is done, say so at the desk:\n"
            f"http://127.0.0.1:8000/admin/articles/inquiry/{inquiry.pk}/change/\n",
        )
        inquiry.refresh_from_db()
        self.assertEqual(inquiry.mailed_at, NOW)

    def test_it_is_mailed_once(self):
        inquiry = make_inquiry()
        self.assertEqual([inquiries.mail.call(inquiry.pk) for _time in range(2)], [True, False])
        self.assertEqual(len(mail.outbox), 1)

    def test_what_has_been_deleted_is_not_mailed(self):
        self.assertFalse(inquiries.mail.call(999))

    def test_without_an_address_nothing_is_mailed(self):
        inquiry = make_inquiry()
        with self.settings(SPONSORSHIP_EMAIL=""):
            self.assertFalse(inquiries.mail.call(inquiry.pk))
        inquiry.refresh_from_db()
        self.assertEqual((len(mail.outbox), inquiry.mailed_at), (0, None))

    def test_a_mail_server_that_is_down_fails_the_task_and_is_tried_again(self):
        inquiry = make_inquiry()
        down = mock.patch("django.core.mail.EmailMessage.send", side_effect=OSError("refused"))
        default_task_backend.clear()
        with down, clock(NOW), self.assertRaises(OSError):
            inquiries.mail.call(inquiry.pk)
        with down, clock(NOW), self.assertRaises(OSError):
            inquiries.mail.call(inquiry.pk, 9)
        with down, clock(NOW), self.assertRaises(OSError):
            inquiries.mail.call(inquiry.pk, 10)
        self.assertEqual(
            self.tasks(),
            [
                ("mail", [inquiry.pk, 2], NOW + timedelta(minutes=1)),
                ("mail", [inquiry.pk, 10], NOW + timedelta(minutes=256)),
            ],
        )
        inquiry.refresh_from_db()
        self.assertIsNone(inquiry.mailed_at)
        self.assertTrue(inquiries.mail.call(inquiry.pk, 2))

    def test_no_words_make_a_header_of_their_own(self):
        self.send(
            name="Anne\r\nBcc: all@news.example",
            organisation="Acme\nX-Spam: no",
            email="anne@exämple.org",
            message="One\r\nBcc: two@news.example",
        )
        inquiries.mail.call(Inquiry.objects.get().pk)
        [message] = mail.outbox
        self.assertEqual(message.recipients(), ["sponsors@news.example"])
        headers = message.message()
        self.assertEqual(headers["Subject"], "Sponsorship: Anne Bcc: all@news.example, Acme X-Spam: no")
        self.assertEqual(headers["Reply-To"], "anne@xn--exmple-cua.org")
        self.assertEqual([headers["Bcc"], headers["X-Spam"]], [None, None])
