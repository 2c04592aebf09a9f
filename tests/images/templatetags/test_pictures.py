"""A picture in a page: what the browser is given, at every stage of its making."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.test import TestCase

from images import recipe, tones
from images.templatetags.pictures import picture
from tests.factories import make_picture

CSS = Path(settings.BASE_DIR, "articles", "static", "articles", "site.css")


def address(row, crop: str) -> str:
    key = row.key(recipe.CROPS[crop])
    return f"/media/{key[:2]}/{key[2:]}/{crop}"


class PictureTagTest(TestCase):
    maxDiff = None

    def test_all_sizes_in_both_formats_and_a_jpeg_for_the_rest(self):
        row = make_picture(alt="Two boats", tone="05a")
        card = address(row, "card")
        self.assertEqual(
            picture(row, "card", "30vw"),
            "<picture>"
            f'<source type="image/avif" srcset="{card}-320.avif 320w, {card}-480.avif 480w, {card}-640.avif 640w, '
            f'{card}-960.avif 960w" sizes="30vw">'
            f'<source type="image/webp" srcset="{card}-320.webp 320w, {card}-480.webp 480w, {card}-640.webp 640w, '
            f'{card}-960.webp 960w" sizes="30vw">'
            f'<img class="crop-card tone-05a" src="{card}-640.jpg" alt="Two boats" width="960" height="640" '
            'loading="lazy" decoding="async"></picture>',
        )

    def test_only_the_first_size_of_the_whole_keeps_the_place_of_the_crop(self):
        row = make_picture(alt="Two boats")
        row.renditions = {"full": {"key": row.key(recipe.FULL), "sizes": [[640, 427]]}}
        full = address(row, "full")
        self.assertEqual(
            picture(row, "lead", "100vw", eager=True),
            "<picture>"
            f'<source type="image/avif" srcset="{full}-640.avif 640w" sizes="100vw">'
            f'<source type="image/webp" srcset="{full}-640.webp 640w" sizes="100vw">'
            f'<img class="crop-lead tone-aaa" src="{full}-640.jpg" alt="Two boats" width="1600" height="900" '
            'fetchpriority="high"></picture>',
        )

    def test_nothing_ready_is_a_box_of_its_colour_that_says_what_comes(self):
        row = make_picture(alt="Two boats", renditions={}, tone="f05")
        self.assertEqual(
            picture(row, "card", "30vw"),
            '<span class="crop-card tone-f05 awaited" role="img" aria-label="Two boats"></span>',
        )
        self.assertEqual(picture(row, "card", "30vw", alt=""), '<span class="crop-card tone-f05 awaited"></span>')

    def test_a_small_picture_has_one_size_and_is_not_made_larger(self):
        row = make_picture(width=100, height=300, alt="")
        full = address(row, "full")
        self.assertEqual(
            picture(row, "full", "37rem", css="x"),
            "<picture>"
            f'<source type="image/avif" srcset="{full}-100.avif 100w" sizes="37rem">'
            f'<source type="image/webp" srcset="{full}-100.webp 100w" sizes="37rem">'
            f'<img class="x crop-full tone-aaa tall" src="{full}-100.jpg" alt="" width="100" height="300" '
            'loading="lazy" decoding="async"></picture>',
        )

    def test_words_are_words(self):
        shown = picture(make_picture(alt='"><script>alert(1)</script>'), "card", "30vw")
        self.assertIn('alt="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"', shown)
        self.assertNotIn("<script", shown)

    def test_the_stylesheet_has_every_tone(self):
        self.assertIn(tones.css(), CSS.read_text())
