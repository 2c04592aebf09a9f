"""Who is told what is new, and what nobody is told: against a server of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

from django.core.cache import cache
from django.tasks import default_task_backend
from django.test import TestCase

from articles import keys, pinging, workflow
from articles.feeds import FORMATS
from articles.models import Edition
from tests.factories import DAY, HOUR, NOTHING_OWED, NOW, clock, make_article, make_author, make_draft, make_section

SITE = "http://127.0.0.1:8000"
HUB, ENDPOINT, KEY = "https://hub.example/", "https://search.example/indexnow", "a-key-of-ours"


def feeds(*pages: str) -> list[tuple[str, str]]:
    return [("hub.url", f"{SITE}{page}{end}/") for page in pages for end in FORMATS]


class PingingTestCase(TestCase):
    maxDiff = None

    def setUp(self):
        cache.clear()
        self.settings_on = self.settings(WEBSUB_HUB=HUB, INDEXNOW_KEY=KEY, INDEXNOW_ENDPOINT=ENDPOINT)
        self.settings_on.enable()
        self.addCleanup(self.settings_on.disable)
        default_task_backend.clear()

    def queued(self) -> list[tuple[str, list[Any], datetime | None]]:
        """Take what is in the queue."""
        found = [(result.task.name, result.args, result.task.run_after) for result in default_task_backend.results]
        default_task_backend.clear()
        return found

    def told(self, *changed: str, at=NOW) -> tuple[list[tuple[str, str]], dict[str, Any]]:
        """Return the form that the hub gets and the JSON that search engines get."""
        default_task_backend.clear()
        with clock(at):
            pinging.tell.call(sorted(changed))
        form, letter = [], {}
        for name, args, _run_after in self.queued():
            if name == "post" and args[0] == HUB:
                self.assertEqual(args[1], "application/x-www-form-urlencoded")
                form = parse_qsl(args[2])
            elif name == "post":
                self.assertEqual(args[:2], [ENDPOINT, "application/json; charset=utf-8"])
                letter = json.loads(args[2])
        return form, letter


class QueueTest(PingingTestCase):
    def test_publishing_has_others_told_once_it_is_committed(self):
        draft = make_draft(section=make_section(slug="news"), bylines=[(make_author(slug="ann"), "text")])
        with self.captureOnCommitCallbacks(execute=True):
            workflow.publish(draft, by=None)
            self.assertEqual(self.queued(), [])
        public_id = draft.article.public_id
        changed = [f"article:{public_id}", "author:ann", "feed", "front", "section:news"]
        self.assertEqual(self.queued(), [("tell", [changed], None)])

    def test_nobody_is_told_where_nobody_is_named(self):
        with self.settings(WEBSUB_HUB="", INDEXNOW_KEY=""), self.captureOnCommitCallbacks(execute=True):
            workflow.publish(make_draft(), by=None)
        self.assertEqual(self.queued(), [])


class TellTest(PingingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.news = make_section("News", slug="news")
        cls.ann = make_author("Ann", slug="ann")
        cls.live = make_article(
            section=cls.news, slug="tides", bylines=[(cls.ann, "text")], tags=["Sea"], published_at=NOW - DAY
        )

    def article(self, edition: Edition) -> str:
        return keys.article(edition.article.public_id)

    def test_the_hub_is_told_of_every_feed_concerned(self):
        form, _letter = self.told("front", "feed", "frame", "section:news", "author:ann", "tag:sea", "picture:x")
        self.assertEqual(form, [("hub.mode", "publish"), *feeds("/authors/ann/", "/", "/news/", "/tags/sea/")])

    def test_search_engines_are_told_of_the_article(self):
        _form, letter = self.told(self.article(self.live))
        self.assertEqual(
            letter,
            {
                "host": "127.0.0.1:8000",
                "key": KEY,
                "keyLocation": f"{SITE}/{KEY}.txt",
                "urlList": [f"{SITE}{self.live.get_absolute_url()}"],
            },
        )

    def test_what_is_gone_is_told_by_its_last_address(self):
        with clock(NOW - HOUR):
            draft = workflow.start_edition(self.live, by=None)
            draft.slug = "winds"
            second = workflow.publish(workflow.save_draft(draft, by=None), by=None, correction=NOTHING_OWED)
            workflow.withdraw(second, by=None)
        _form, letter = self.told(self.article(self.live))
        self.assertEqual(letter["urlList"], [f"{SITE}{second.get_absolute_url()}"])

    def test_what_readers_have_not_seen_is_not_told(self):
        hidden = {"section": self.news, "bylines": [(make_author(slug="guest"), "text")], "tags": ["Secret"]}
        draft, scheduled = make_draft(**hidden), make_article(**hidden, at=NOW + HOUR)
        with clock(NOW - HOUR):
            embargoed = make_article(**hidden)
            workflow.set_embargo(embargoed.article, NOW + DAY, by=None, source="A", reason="B")
        changed = [self.article(edition) for edition in (draft, scheduled, embargoed)]
        form, letter = self.told(*changed, "author:guest", "tag:secret")
        self.assertEqual((form, letter), ([], {}))
        form, letter = self.told(*changed, "author:guest", "tag:secret", at=NOW + 2 * DAY)
        self.assertEqual(form, [("hub.mode", "publish"), *feeds("/authors/guest/", "/tags/secret/")])
        self.assertEqual(
            sorted(letter["urlList"]),
            sorted(f"{SITE}{edition.get_absolute_url()}" for edition in (scheduled, embargoed)),
        )

    def test_each_is_told_only_if_it_is_named(self):
        with self.settings(WEBSUB_HUB=""):
            form, letter = self.told("feed", self.article(self.live))
            self.assertEqual((form, bool(letter)), ([], True))
        with self.settings(INDEXNOW_KEY=""):
            form, letter = self.told("feed", self.article(self.live))
            self.assertEqual((len(form), letter), (4, {}))

    def test_windows_that_open_and_close_by_themselves_are_told_once(self):
        scheduled = make_article(section=self.news, at=NOW + HOUR, until=NOW + DAY)
        public_id = scheduled.article.public_id
        for _ in range(2):
            with clock(NOW):
                pinging.tell.call([self.article(scheduled)])
        self.assertEqual(self.queued(), [("pass_edge", [public_id], NOW + HOUR)])
        with clock(NOW + HOUR), self.captureOnCommitCallbacks(execute=True):
            pinging.pass_edge.call(public_id)
        [(name, [changed], _run_after)] = self.queued()
        self.assertEqual(name, "tell")
        self.assertLessEqual({self.article(scheduled), "feed", "section:news"}, set(changed))
        with clock(NOW + HOUR):
            pinging.tell.call(changed)
        self.assertEqual(self.queued()[-1], ("pass_edge", [public_id], NOW + DAY))
        with clock(NOW + 2 * DAY):
            pinging.tell.call(changed)
        self.assertEqual([name for name, _args, _run_after in self.queued()], ["post", "post"])


class PostTest(PingingTestCase):
    @contextmanager
    def server(self, status: int) -> Iterator[tuple[str, list[tuple[str, str, bytes]]]]:
        heard: list[tuple[str, str, bytes]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                words = self.rfile.read(int(self.headers["Content-Length"]))
                heard.append((self.path, self.headers["Content-Type"], words))
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_args):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hub", heard
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def test_a_message_arrives_as_it_is(self):
        with self.server(204) as (address, heard):
            self.assertTrue(pinging.post.call(address, "text/plain", "é=1"))
        self.assertEqual(heard, [("/hub", "text/plain", "é=1".encode())])
        self.assertEqual(self.queued(), [])

    def test_what_fails_is_tried_again_later_and_not_for_ever(self):
        with self.server(503) as (address, heard):
            with clock(NOW), self.assertLogs("articles.pinging", "WARNING"):
                self.assertFalse(pinging.post.call(address, "text/plain", "x", 3))
            self.assertEqual(self.queued(), [("post", [address, "text/plain", "x", 4], NOW + timedelta(minutes=4))])
            with self.assertLogs("articles.pinging", "WARNING") as logs:
                pinging.post.call(address, "text/plain", "x", 5)
        self.assertEqual(
            logs.output,
            [
                f"WARNING:articles.pinging:{address} has not been told at try 5 of 5: "
                "HTTP Error 503: Service Unavailable"
            ],
        )
        self.assertEqual((len(heard), self.queued()), (2, []))

    def test_nobody_there_is_a_failure_too(self):
        with self.server(200) as (address, _heard):
            pass
        with self.assertLogs("articles.pinging", "WARNING"):
            self.assertFalse(pinging.post.call(address, "text/plain", "x", 5))


class KeyTest(PingingTestCase):
    def test_the_key_is_at_its_address_and_no_other_is(self):
        response = self.client.get(f"/{KEY}.txt")
        self.assertEqual((response.status_code, response.content), (200, KEY.encode()))
        self.assertEqual(self.client.get("/another-key.txt").status_code, 404)
        with self.settings(INDEXNOW_KEY=""):
            self.assertEqual(self.client.get(f"/{KEY}.txt").status_code, 404)
