"""A picture's page in Chromium: its focal point, set by a click or by keys, and what each shape keeps of it."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Browser, Page, expect

from images import library, making, recipe
from images.models import Picture
from tests.browser.conftest import page_of
from tests.browser.editing import COMPLAIN, sign_in
from tests.browser.test_desk import our_problems
from tests.factories import make_article, make_author
from tests.images.pictures import encode, halves

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

SIZE = (900, 600)
POSITIONS = (
    "(crops) => crops.map((crop) => [crop.className.split('-').pop(), crop.firstElementChild.style.objectPosition])"
)


@pytest.fixture
def picture(page: Page, live_server) -> Picture:
    """A picture whose page is open."""
    page.add_init_script(COMPLAIN)
    sign_in(page, live_server.url)
    picture, _is_new = library.add(io.BytesIO(encode(halves("navy", "teal", SIZE))), name="quay.png", by=None)
    Picture.objects.update(alt="A quay", credit="Photo: Ann")
    page.goto(f"/admin/images/picture/{picture.pk}/change/")
    return picture


def fields(page: Page) -> list[str]:
    return [page.locator(f"#id_focus_{axis}").input_value() for axis in "xy"]


def shown(page: Page) -> dict[str, list[float]]:
    """Return which part of the picture each shape shows: left and top, in pixels of the original."""
    parts = {}
    for name, position in page.locator(".crop").evaluate_all(POSITIONS):
        left, top, right, bottom = recipe.CROPS[name].box(SIZE)
        across, down = [float(part.removesuffix("%")) / 100 for part in position.split()]
        parts[name] = [(SIZE[0] - (right - left)) * across, (SIZE[1] - (bottom - top)) * down]
    return parts


def expected(focus: tuple[int, int]) -> dict[str, list[float]]:
    """Return the same as images/recipe.py will cut it."""
    return {
        crop.name: pytest.approx(crop.box(SIZE, focus)[:2], abs=0.5) for crop in recipe.CROPS.values() if crop.ratio
    }


def click(page: Page, across: float, down: float) -> None:
    """Click on the picture, at parts of its width and height."""
    look = page.locator("img.look")
    box = look.bounding_box()
    look.click(position={"x": box["width"] * across, "y": box["height"] * down})


def test_a_click_sets_the_point_and_shows_what_each_shape_keeps(page: Page, picture: Picture):
    point = page.locator(".focus-point")
    expect(point).to_have_accessible_name("Focal point: 50 % across, 50 % down. Arrow keys move it.")
    assert shown(page) == expected((50, 50))
    assert our_problems(page) == []
    click(page, 0.1, 0.8)
    assert fields(page) == ["10", "80"]
    expect(point).to_be_focused()
    expect(point).to_have_accessible_name("Focal point: 10 % across, 80 % down. Arrow keys move it.")
    assert shown(page) == expected((10, 80))
    box, look = point.bounding_box(), page.locator("img.look").bounding_box()
    assert box["x"] + box["width"] / 2 == pytest.approx(look["x"] + look["width"] * 0.1, abs=1)
    assert box["y"] + box["height"] / 2 == pytest.approx(look["y"] + look["height"] * 0.8, abs=1)
    assert our_problems(page) == []
    page.locator("[name=_continue]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert fields(page) == ["10", "80"]
    picture.refresh_from_db()
    assert (picture.focus, picture.alt) == ((10, 80), "A quay")
    making.make(picture.pk)
    picture.refresh_from_db()
    assert picture.renditions["square"]["key"] == picture.key(recipe.SQUARE)
    assert page.evaluate("window.violations") == []


def test_arrow_keys_move_the_point_and_stop_at_the_edge(page: Page, picture: Picture):
    point = page.locator(".focus-point")
    point.focus()
    for keys, where in [
        (["ArrowRight", "ArrowRight", "ArrowDown"], ["52", "51"]),
        (["Shift+ArrowUp", "Shift+ArrowLeft"], ["42", "41"]),
        (["Shift+ArrowLeft"] * 6, ["0", "41"]),
        (["Shift+ArrowDown"] * 7, ["0", "100"]),
    ]:
        for key in keys:
            page.keyboard.press(key)
        assert fields(page) == where
        assert shown(page) == expected((int(where[0]), int(where[1])))
    assert page.evaluate("scrollY") == 0


def test_the_numbers_move_it_too_and_what_they_can_not_be_is_told(page: Page, picture: Picture):
    page.locator("#id_focus_x").fill("25")
    page.locator("#id_focus_y").fill("7")
    assert shown(page) == expected((25, 7))
    page.locator("#id_focus_x").fill("250")
    assert shown(page) == expected((100, 7))
    page.locator("[name=_continue]").click()
    expect(page.locator(".field-focus_x .errorlist")).to_be_visible()
    assert fields(page) == ["250", "7"]
    assert our_problems(page) == []


def test_without_scripts_there_are_the_numbers(browser: Browser, live_server, page: Page, picture: Picture):
    with page_of(browser, live_server, java_script_enabled=False) as plain:
        plain.context.add_cookies(page.context.cookies())
        plain.goto(f"/admin/images/picture/{picture.pk}/change/")
        expect(plain.locator("img.look")).to_be_visible()
        for hidden in (".focus-point", ".focus-crops", "#focus-help"):
            expect(plain.locator(hidden)).to_be_hidden()
        plain.locator("#id_focus_x").fill("25")
        plain.locator("[name=_continue]").click()
        expect(plain.locator(".messagelist .success")).to_be_visible()
    picture.refresh_from_db()
    assert picture.focus == (25, 50)


def test_it_is_replaced_everywhere_and_the_pages_beside_it_are_accessible(page: Page, picture: Picture):
    picture.refresh_from_db()
    make_article(lead_picture=picture, headline="La marée monte")
    make_author("Ada", picture=picture)
    page.reload()
    expect(page.locator(".picture-uses")).to_contain_text("La marée monte")
    assert our_problems(page) == []
    page.get_by_role("link", name="Replace…").click()
    expect(page.get_by_role("radio", name="Only from now on")).to_be_checked()
    page.get_by_role("radio", name="Everywhere, at once").check()
    expect(page.locator("#how-everywhere")).to_contain_text("Readers see the new one at once in 1 article.")
    assert our_problems(page) == []
    new = encode(halves("maroon", "gold", SIZE))
    page.locator("#id_file").set_input_files({"name": "new.png", "mimeType": "image/png", "buffer": new})
    page.get_by_role("button", name="Replace").click()
    expect(page.locator(".messagelist .success")).to_contain_text("The new file is shown everywhere.")
    expect(page.locator(".picture-facts")).to_contain_text("new.png")
    page.get_by_role("button", name="Delete…").click()
    expect(page.locator("h1")).to_have_text("It can't be deleted")
    assert our_problems(page) == []
    page.goto("/admin/images/picture/rights/")
    assert our_problems(page) == []
    page.goto("/admin/images/picture/")
    assert our_problems(page) == []
    assert page.evaluate("window.violations") == []
