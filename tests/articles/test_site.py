"""What the newspaper is called and looks like, and its pages: every version is kept, every colour can be read."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import SimpleTestCase, TestCase

from articles.models import Page, Site
from articles.models.site import ACCENT_COLOURS, PAPER_COLOURS
from articles.states import Accent, Paper

CSS = Path(settings.BASE_DIR, "articles/static/articles/site.css").read_text()
ENOUGH = 4.5  # WCAG 2.2, 1.4.3, for text of any size


def luminance(colour: str) -> float:
    """Return WCAG's relative luminance of #rrggbb."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


class ColoursTest(SimpleTestCase):
    def rules(self, css: str) -> dict[str, dict[str, str]]:
        """Return the custom properties that are colours, by selector."""
        found: dict[str, dict[str, str]] = {}
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*--[^{}]*)\}", css):
            for selector in selectors.split(","):
                found.setdefault(selector.split("*/")[-1].strip(), {}).update(
                    re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", body)
                )
        return found

    def test_every_choice_can_be_read_on_every_paper_by_day_and_by_night(self):
        day_css, night_css = CSS.split("@media (prefers-color-scheme: dark)", 1)
        night_css = night_css.split("@media", 1)[0].removeprefix(" {")
        day, night = self.rules(day_css), self.rules(night_css)
        papers = [day[":root"], *(day[":root"] | day[f".paper-{paper}"] for paper in Paper if paper != Paper.CREAM)]
        for palette, accents in [*((paper, day) for paper in papers), (night[":root"], night)]:
            inks = [palette["ink"], palette["soft"], *(accents[f".accent-{accent}"]["accent"] for accent in Accent)]
            for ground in (palette["paper"], palette["tint"]):
                for ink in inks:
                    self.assertGreaterEqual(contrast(ink, ground), ENOUGH, (ink, ground))
            self.assertGreaterEqual(contrast(palette["paid-ink"], palette["paid-paper"]), ENOUGH) if (
                "paid-ink" in palette
            ) else self.fail("no colours for what is paid for")

    def test_what_is_drawn_has_the_same_colours(self):
        day = self.rules(CSS.split("@media", 1)[0])
        rules = {name: rule["accent"] for name, rule in day.items() if name.startswith(".accent-")}
        self.assertEqual(rules, {f".accent-{accent}": ACCENT_COLOURS[accent] for accent in Accent})

    def test_the_browsers_frame_has_the_papers_colour(self):
        day = self.rules(CSS.split("@media", 1)[0])
        self.assertEqual(PAPER_COLOURS[Paper.CREAM], day[":root"]["paper"])
        for paper in Paper:
            if paper != Paper.CREAM:
                self.assertEqual(PAPER_COLOURS[paper], day[f".paper-{paper}"]["paper"])


class SiteTest(TestCase):
    def test_there_is_one(self):
        Site.objects.create()
        with self.assertRaises(IntegrityError), transaction.atomic():
            Site.objects.create(id=2)

    def test_it_has_the_servers_name_until_it_has_one_of_its_own(self):
        self.assertEqual(Site.objects.current().name, "Newsroom")
        Site.objects.create(own_name="La Gazette")
        self.assertEqual(Site.objects.current().name, "La Gazette")


class PageTest(TestCase):
    def test_every_version_is_kept(self):
        page = Page.objects.create(title="About", slug="about", body="<p>First.</p>")
        page.body = "<p>Second.</p>"
        page.save()
        page.position = 3
        page.save()  # no other words
        self.assertEqual(
            list(page.versions.values_list("title", "body")),
            [("About", "<p>Second.</p>"), ("About", "<p>First.</p>")],
        )

    def test_what_came_in_by_another_door_is_kept_before_it_is_changed(self):
        Page.objects.bulk_create([Page(title="About", slug="about", body="<p>Loaded.</p>")])
        page = Page.objects.get()
        page.body = "<p>Written.</p>"
        page.save()
        self.assertEqual(list(page.versions.values_list("body", flat=True)), ["<p>Written.</p>", "<p>Loaded.</p>"])

    def test_its_body_is_sanitised_at_every_door(self):
        Page.objects.bulk_create(
            [Page(title="About", slug="about", body="<p onclick='x()'>Us</p><script>x()</script>")]
        )
        self.assertEqual(Page.objects.get().body, "<p>Us</p>")

    def test_it_takes_words_only(self):
        picture = '<figure class="picture" data-picture="5f9d9a3e-6f0b-5f0a-9a53-6a1c9d0c5e11"></figure>'
        with self.assertRaisesRegex(ValidationError, "words only"):
            Page(title="About", slug="about", body=picture).full_clean()
