"""The journeys readers make: by mouse and by keyboard, on wide and narrow screens, by day and by night."""

from __future__ import annotations

import io
import itertools

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from PIL import Image
from playwright.sync_api import Page, expect

from articles import workflow
from articles.models import Edition, Inquiry
from articles.models import Page as Publication
from articles.states import NoteKind
from images.models import Picture
from tests.browser.conftest import accessibility_problems
from tests.factories import DAY, NOW, make_article, make_author, make_draft, make_note, make_section, make_sponsor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

SCREENS = list(itertools.product((1440, 390), ("light", "dark")))


def draw_picture(**fields) -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (600, 400), "steelblue").save(file, "PNG")
    return Picture.objects.create(file=ContentFile(file.getvalue(), "blue.png"), credit="Image : nous", **fields)


@pytest.fixture
def newspaper() -> Edition:
    """Publish a small newspaper with every kind of block; return the story that has them all."""
    news = make_section("Actualités", slug="actualites", description="Ce qui se passe.")
    world = make_section("International", slug="international", parent=news)
    make_section("Culture", slug="culture")
    portrait, lead = draw_picture(alt="Un portrait bleu"), draw_picture(alt="Une mer bleue", caption="La mer")
    ann = make_author("Anne Leroy", slug="anne-leroy", bio="Elle écrit.", job_title="Reporter", picture=portrait)
    make_note(NoteKind.HOUSE, label="Sponsoring", text="Parlons-en.", contact="pub@news.example", everywhere=True)
    signed = {"section": world, "bylines": [(ann, "text")], "language": "fr"}
    for i in range(24):
        make_article(headline=f"Brève {i}", lead_picture=lead if i % 2 else None, published_at=NOW - i * DAY, **signed)
    paid = make_note(
        label="Contenu sponsorisé", sponsor=make_sponsor("Acme"), text="Payé.", url="https://acme.example/"
    )
    bought = make_article(
        headline="Un article payé", sponsored=True, notes=[paid], published_at=NOW - DAY / 2, **signed
    )
    wide = "<th scope='col'>Une colonne</th>" * 9
    cells = "<td>Une case</td>" * 9
    body = f"""
        <p>Un paragraphe avec <a href="https://example.org/">un lien</a>.</p><h2>Intertitre</h2>
        <figure class="pull-quote"><blockquote><p>On verra</p></blockquote>
        <figcaption><cite>Maya Roe</cite><span>capitaine</span></figcaption></figure>
        <figure class="picture" data-picture="{lead.uuid}" data-align="wide"></figure>
        <figure class="picture" data-picture="{lead.uuid}" data-align="left"></figure>
        <p>{"Un long paragraphe. " * 40}</p>
        <aside class="fact-box"><h3>À retenir</h3><ul><li>Un</li><li>Deux</li></ul></aside>
        <table><thead><tr>{wide}</tr></thead><tbody><tr>{cells}</tr></tbody></table>
        <figure class="embed" data-url="https://www.youtube.com/watch?v=1"><figcaption>Un film</figcaption></figure>
        <figure class="related" data-article="{bought.article.public_id}"></figure>
        <p>{"Anticonstitutionnellement" * 6}</p>"""
    story = make_article(
        headline="La marée monte", standfirst="Tout ce qu’il faut savoir.", kicker="Littoral", genre="analysis",
        lead_picture=lead, body=body, tags=["Mer"], published_at=NOW, **signed,
    )  # fmt: skip
    draft = workflow.start_edition(story, by=None)
    draft.correction_kind, draft.correction_text = "correction", "Nous avions écrit « descend »."
    workflow.publish(workflow.save_draft(draft, by=None), by=None)
    make_draft(headline="Secret", **signed)
    cache.clear()
    return draft


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_from_the_front_to_a_section_an_article_its_author_and_its_tag(page: Page, newspaper, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)

    def arrive(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert accessibility_problems(page) == []
        assert overflow(page) == 0

    page.goto("/")
    arrive("Newsroom")
    page.get_by_role("navigation").first.get_by_role("link", name="Actualités").click()
    arrive("Actualités")
    page.get_by_role("main").get_by_role("link", name="La marée monte").click()
    arrive("La marée monte")
    page.locator(".bylines").get_by_role("link", name="Anne Leroy").click()
    arrive("Anne Leroy")
    page.locator(".pages a[rel=next]").click()
    arrive("Anne Leroy")
    page.locator(".pages a[rel=prev]").click()
    expect(page).to_have_url(page.url.split("?")[0])
    page.get_by_role("main").get_by_role("link", name="La marée monte").click()
    page.locator(".tags").get_by_role("link", name="Mer").click()
    arrive("Mer")
    page.get_by_role("main").get_by_role("link", name="La marée monte").click()
    page.locator(".related").get_by_role("link", name="Un article payé").click()
    arrive("Un article payé")
    expect(page.locator(".disclosures")).to_contain_text("Contenu sponsorisé")


@pytest.mark.parametrize(("width", "scheme"), SCREENS[::3])
def test_from_search_to_what_changed_and_a_letter_to_the_commercial_team(page: Page, newspaper, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    Publication.objects.create(title="Qui sommes-nous", slug="nous", body="<h2>Nous</h2><p>C’est nous.</p>")

    def arrive(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert accessibility_problems(page) == []
        assert overflow(page) == 0

    page.goto("/")
    page.locator(".to-search a").click()
    arrive("Search")
    page.get_by_role("searchbox").fill("anticonstitutionnellement*")
    page.keyboard.press("Enter")
    arrive("Search")
    page.locator(".filters summary").click()
    assert accessibility_problems(page) == []
    page.get_by_role("main").get_by_role("link", name="La marée monte").click()
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(newspaper.get_absolute_url())
    page.get_by_role("link", name="What changed").click()
    arrive("What changed")
    for name, heading in [
        ("Qui sommes-nous", "Qui sommes-nous"), ("Our authors", "Our authors"), ("Archive", "Archive"),
    ]:  # fmt: skip
        page.get_by_role("contentinfo").get_by_role("link", name=name).click()
        arrive(heading)
    page.get_by_role("link", name="juin 2026").click()
    arrive("Juin 2026")
    page.get_by_role("contentinfo").get_by_role("link", name="Sponsor our journalism").click()
    arrive("Sponsor our journalism")
    page.get_by_label("Your name").fill("Ann")
    page.get_by_label("Your message").fill("Bonjour")
    page.wait_for_timeout(3100)  # sooner, it would be a machine's
    page.get_by_label("Your email address").fill("ann@example.org")
    page.get_by_role("button", name="Send").click()
    arrive("Thank you")
    assert list(Inquiry.objects.values_list("name", "message")) == [("Ann", "Bonjour")]


def test_the_same_by_keyboard(page: Page, newspaper):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#main")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    follow(page, "La marée monte")
    expect(page.get_by_role("heading", level=1)).to_have_text("La marée monte")
    follow(page, "International")
    expect(page.get_by_role("heading", level=1)).to_have_text("International")
    page.go_back()
    follow(page, "Anne Leroy")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anne Leroy")
    page.go_back()
    follow(page, "Mer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mer")


def test_a_wide_table_scrolls_in_its_place_by_keyboard(page: Page, newspaper):
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(newspaper.get_absolute_url())
    last = page.locator(".table-scroll th").last
    expect(last).not_to_be_in_viewport()
    page.locator(".table-scroll").focus()
    for _press in range(40):
        page.keyboard.press("ArrowRight")
    expect(last).to_be_in_viewport()
    assert overflow(page) == 0


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_nothing_is_wider_than_the_page(page: Page, newspaper, width):
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/actualites/", newspaper.get_absolute_url(), "/authors/anne-leroy/", "/tags/mer/",
                 "/search/?q=marée", "/authors/", "/archive/", "/archive/2026/06/", "/sponsorship/",
                 f"{newspaper.get_absolute_url()}history/"):  # fmt: skip
        page.goto(path)
        assert overflow(page) == 0, path


def test_text_may_be_twice_as_large(page: Page, newspaper):
    page.goto(newspaper.get_absolute_url())
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.set_viewport_size({"width": 640, "height": 800})
    assert overflow(page) == 0


def test_lines_are_measured(page: Page, newspaper):
    page.goto(newspaper.get_absolute_url())
    characters = page.evaluate(
        """() => {
          const text = [...document.querySelectorAll('.body > p')].at(-1);
          const sample = text.appendChild(document.createElement('span'));
          sample.textContent = 'Un texte français ordinaire, comme on en lit chaque jour dans le journal.';
          sample.style.setProperty('white-space', 'nowrap');
          return text.clientWidth / sample.getBoundingClientRect().width * sample.textContent.length;
        }"""
    )
    assert 60 <= characters <= 75, characters


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def follow(page: Page, name: str) -> None:
    """Press Tab until the link of that name has the focus, and Enter."""
    for _press in range(200):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and " ".join(focused.inner_text().split()) == name:
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    raise AssertionError(f"no Tab leads to “{name}”")
