"""Everyday tasks at the desk, counted: an action is a click, a key chord, a field filled or a file chosen.

`make tasks` prints the counts. Each begins at the desk's home, signed in, and may take no more than is said here.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from articles import permissions, workflow
from articles.models import Article, Edition, SectionRight
from articles.states import Phase
from images.models import Picture
from tests.browser.editing import COMPLAIN, sign_in
from tests.factories import make_author, make_draft, make_section
from tests.images.pictures import encoded

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


class Hand:
    """Somebody at the desk, whose every action counts."""

    def __init__(self, page: Page, tally: list[str]):
        self.page = page
        self.tally = tally

    def click(self, target: Locator) -> None:
        self.tally.append("click")
        target.click()

    def fill(self, target: Locator, words: str) -> None:
        """Fill a field: typed, so that whatever listens to keys hears them."""
        self.tally.append("fill")
        target.fill(words)

    def type(self, words: str) -> None:
        """Go on typing where the cursor is: as much as filling a field."""
        self.tally.append("fill")
        self.page.keyboard.type(words)

    def press(self, chord: str) -> None:
        self.tally.append("key")
        self.page.keyboard.press(chord)

    def choose(self, target: Locator, label: str) -> None:
        self.tally.append("fill")
        target.select_option(label=label)

    def verb(self, value: str) -> None:
        with self.page.expect_navigation():
            self.click(self.page.locator(f"button[value={value}]"))
        expect(self.page.locator(".messagelist .success")).to_be_visible()

    def save(self) -> None:
        expect(self.page.locator(".editor-words")).to_be_visible()  # by then the keys are heard
        with self.page.expect_navigation():
            self.press("Control+s")
        expect(self.page.locator(".messagelist .success")).to_be_visible()

    def home(self) -> None:
        """Come to the desk's home, where each task begins: that is no part of it."""
        self.page.goto("/admin/")

    def open(self, headline: str) -> None:
        self.click(self.page.get_by_role("link", name=headline).first)
        expect(self.page.locator("#edition_form")).to_be_visible()


class Desk:
    """People at one desk, each with a browser of their own; their actions are counted together."""

    def __init__(self, browser: Browser, address: str):
        self.browser, self.address = browser, address
        self.tally: list[str] = []
        self.pages: list[Page] = []

    def person(self, name: str, group: str) -> Hand:
        context = self.browser.new_context(base_url=self.address, locale="fr-FR", timezone_id="Europe/Paris")
        page = context.new_page()
        page.add_init_script(COMPLAIN)
        user = sign_in(page, self.address, name, group)
        if group == permissions.EDITORS:
            SectionRight.objects.create(user=user, section=None)
        self.pages.append(page)
        hand = Hand(page, self.tally)
        hand.user = user
        hand.home()
        return hand


@pytest.fixture
def desk(browser: Browser, live_server):
    desk = Desk(browser, live_server.url)
    yield desk
    for page in desk.pages:
        assert page.evaluate("window.violations") == []
        page.context.close()


@pytest.fixture
def publisher(desk: Desk) -> Hand:
    return desk.person("publisher", permissions.PUBLISHERS)


@pytest.fixture
def at_most(desk: Desk, capsys):
    """Say how many actions a task took, and hold it to what it may take."""

    def hold(most: int, task: str, others: str) -> None:
        count = len(desk.tally)
        with capsys.disabled():
            print(f"{count:>4}  (at most {most}; {others})  {task}")
        assert count <= most, desk.tally

    return hold


def draft(hand: Hand, **fields: object) -> Edition:
    section = make_section("Actualités", slug=f"actualites-{Edition.objects.count()}")
    fields = {
        "by": hand.user,
        "section": section,
        "bylines": [(make_author(), "text")],
        "standfirst": "Chapô.",
    } | fields
    return make_draft(**fields)


def body(hand: Hand) -> Locator:
    return hand.page.locator(".editor-words")


def phase(edition: Edition) -> str:
    return Edition.objects.get(pk=edition.pk).phase(timezone.now())


def test_a_new_article(publisher: Hand, at_most):
    publisher.click(publisher.page.get_by_role("link", name="New article").first)
    publisher.fill(publisher.page.locator("[name=headline]"), "La marée monte")
    publisher.fill(publisher.page.locator("[name=standfirst]"), "Le port se prépare.")
    publisher.click(body(publisher))
    publisher.type("L’eau a gagné les quais.")
    publisher.press("Enter")
    publisher.type("Le pic est attendu ce soir.")
    publisher.press("Enter")
    publisher.type("## Jusqu’où")
    publisher.press("Enter")
    publisher.type("Les digues tiennent.")
    publisher.save()
    edition = Edition.objects.get()
    assert (edition.headline, edition.standfirst) == ("La marée monte", "Le port se prépare.")
    assert edition.body == (
        "<p>L’eau a gagné les quais.</p><p>Le pic est attendu ce soir.</p><h2>Jusqu’où</h2><p>Les digues tiennent.</p>"
    )
    at_most(12, "a new article with standfirst, three paragraphs and a subhead, saved", "Wagtail 18, Ghost 13")


def test_a_pull_quote(publisher: Hand, at_most):
    edition = draft(publisher, headline="Le port", body="<p>Avant.</p>")
    publisher.home()
    publisher.open("Le port")
    publisher.click(body(publisher))
    publisher.press("Control+Alt+g")
    publisher.type("Jamais vu cela")
    publisher.press("Enter")
    publisher.type("Ana Roy")
    publisher.press("Enter")
    publisher.type("patronne")
    at_most(8, "a pull quote with speaker and role", "Wagtail 13, Ghost can’t")
    publisher.save()
    edition.refresh_from_db()
    assert edition.body.endswith("<cite>Ana Roy</cite><span>patronne</span></figcaption></figure>")


def test_a_picture_from_disk(publisher: Hand, at_most, tmp_path: Path):
    path = tmp_path / "port.png"
    path.write_bytes(encoded("steelblue", (900, 600)))
    edition = draft(publisher, headline="Le port", body="<p>Avant.</p>")
    publisher.home()
    publisher.open("Le port")
    publisher.tally.clear()  # counted from the open article
    publisher.click(body(publisher))
    publisher.press("Control+Alt+p")
    with publisher.page.expect_file_chooser() as chooser:
        publisher.click(publisher.page.get_by_role("button", name="From this device…"))
    publisher.tally.append("file")
    chooser.value.set_files(path)
    expect(publisher.page.locator(".upload [name=alt]")).to_be_focused()
    publisher.type("Deux bateaux")
    publisher.fill(publisher.page.locator(".upload [name=caption]"), "Le port")
    publisher.fill(publisher.page.locator(".upload [name=credit]"), "Photo : nous")
    publisher.click(publisher.page.get_by_role("button", name="Use this picture"))
    expect(body(publisher).locator("figure.picture img")).to_be_visible()
    at_most(10, "a picture from disk with alternative text, caption and credit, in place", "Wagtail 17, Ghost 13")
    picture = Picture.objects.get()
    assert (picture.alt, picture.caption, picture.credit) == ("Deux bateaux", "Le port", "Photo : nous")
    publisher.save()
    edition.refresh_from_db()
    assert f'data-picture="{picture.uuid}"' in edition.body


def test_section_tags_and_bylines(publisher: Hand, at_most):
    edition = draft(publisher, headline="Le port", bylines=[])
    make_section("Sport", slug="sport")
    for name in ("Anne Leroy", "Béa Roy"):
        make_author(name, slug=name.split()[0].lower())
    publisher.home()
    publisher.open("Le port")
    publisher.choose(publisher.page.locator("[name=section]"), "Sport")
    tags = publisher.page.locator("#id_tags")
    people = publisher.page.locator("#id_bylines")
    tags.focus()
    publisher.type("Mer, Port,")
    for name in ("anne", "béa"):
        publisher.fill(people, name)
        expect(publisher.page.locator(".picker [aria-selected=true]")).to_contain_text(name, ignore_case=True)
        publisher.press("Enter")
    publisher.save()
    edition.refresh_from_db()
    assert edition.section.name == "Sport"
    assert list(edition.tag_rows.values_list("tag__name", flat=True)) == ["Mer", "Port"]
    assert list(edition.bylines.values_list("author__name", flat=True)) == ["Anne Leroy", "Béa Roy"]
    at_most(10, "section, two tags, two bylines, saved", "Wagtail 20, Ghost 16")


def test_review_and_publication(desk: Desk, at_most):
    writer = desk.person("writer", permissions.WRITERS)
    editor = desk.person("editor", permissions.EDITORS)
    publisher = desk.person("publisher", permissions.PUBLISHERS)
    edition = draft(writer, headline="Le port")
    for hand, verb in ((writer, "submit"), (editor, "approve"), (publisher, "publish")):
        hand.home()
        hand.open("Le port")
        hand.verb(verb)
    assert phase(edition) == Phase.LIVE
    at_most(12, "sent for review, approved by a second person, published", "Wagtail 23, Ghost 17")


def test_schedule_and_cancel(publisher: Hand, at_most):
    edition = draft(publisher, headline="Le port")
    publisher.home()
    publisher.open("Le port")
    publisher.click(publisher.page.locator("summary", has_text="Schedule"))
    tomorrow = timezone.localtime() + timedelta(days=1)
    publisher.fill(publisher.page.locator("[name=schedule-at]"), f"{tomorrow:%Y-%m-%d}T08:00")
    publisher.verb("schedule")
    edition.refresh_from_db()
    assert timezone.localtime(edition.live_from).replace(tzinfo=None) == tomorrow.replace(
        hour=8, minute=0, second=0, microsecond=0, tzinfo=None
    )
    publisher.verb("unschedule")
    assert phase(edition) == Phase.APPROVED
    at_most(8, "scheduled for tomorrow at 8, then cancelled", "Wagtail 13, Ghost 15")


def test_a_typo_in_a_live_article(publisher: Hand, at_most):
    live = workflow.publish(draft(publisher, headline="Le prot"), by=None)
    publisher.home()
    publisher.open("Le prot")
    publisher.verb("correct")
    publisher.fill(publisher.page.locator("[name=headline]"), "Le port")
    publisher.verb("publish_uncorrected")
    now = Edition.objects.live(timezone.now()).get(article=live.article)
    assert (now.headline, now.number) == ("Le port", 2)
    at_most(4, "a typo in a live article", "Wagtail 8, Ghost 5")


def test_finding_an_article(publisher: Hand, at_most):
    town, sport = make_section("Ville", slug="ville"), make_section("Sport", slug="sport")
    for number in range(30):
        draft(publisher, headline=f"Le match {number}", section=sport)
        draft(publisher, headline=f"La ville {number}", section=town)
    workflow.publish(draft(publisher, headline="Le match oublié", body="<p>Une digue.</p>", section=town), by=None)
    publisher.home()
    publisher.fill(publisher.page.get_by_role("searchbox").first, "match")
    publisher.press("Enter")
    publisher.click(publisher.page.locator("#changelist-filter").get_by_role("link", name="Ville"))
    publisher.open("Le match oublié")
    at_most(4, "last month’s article found by section and word", "not measured elsewhere")


def test_a_rewrite_beside_a_correction(publisher: Hand, at_most):
    live = workflow.publish(draft(publisher, headline="Le port", body="<p>Un prot.</p><p>Fin.</p>"), by=None)
    publisher.home()
    publisher.open("Le port")
    publisher.verb("start")
    publisher.fill(publisher.page.locator("[name=headline]"), "Le port en entier")
    publisher.save()
    assert Edition.objects.live(timezone.now()).get(article=live.article) == live
    publisher.click(publisher.page.locator(".desk-others").get_by_role("link", name="Edition 1"))
    publisher.verb("correct")
    publisher.fill(publisher.page.locator("[name=standfirst]"), "Chapô corrigé.")
    publisher.verb("publish_uncorrected")
    publisher.click(publisher.page.locator(".desk-others").get_by_role("link", name="Edition 2"))
    publisher.verb("catch_up")
    publisher.verb("publish_uncorrected")
    now = Edition.objects.live(timezone.now()).get(article=live.article)
    assert (now.number, now.headline, now.standfirst) == (2, "Le port en entier", "Chapô corrigé.")
    assert Article.objects.count() == 1
    at_most(12, "a rewrite begun, the live text corrected meanwhile, the rewrite published", "Wagtail 26, Ghost 29")
