import pytest
from tests.browser.test_desk import *
@pytest.mark.parametrize("width", [1440, 390])
def test_probe(desk, width):
    live = workflow.publish(make_draft(headline="En ligne", tags=["Mer"], standfirst="Le chapô", body="<h2>Un</h2><p>Deux <em>trois</em></p>"*4, kicker="Littoral", section=__import__("articles.models",fromlist=["Section"]).Section.objects.get()), by=None)
    draft = workflow.start_edition(live, by=None)
    workflow.start_edition(live, by=None)
    desk.set_viewport_size({"width": width, "height": 900})
    for i, path in enumerate(("article/", f"article/{live.article_id}/change/", f"edition/{live.pk}/change/", f"edition/{draft.pk}/change/", "section/", "sponsorshipnote/add/", "transition/")):
        desk.goto(f"/admin/articles/{path}")
        print(path, desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        for l in accessibility_problems(desk): print("   ", l[:230])
        desk.screenshot(path=f"/tmp/desk-{width}-{i}.png", full_page=True)
