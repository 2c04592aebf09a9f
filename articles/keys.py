"""The names under which pages depend on content: a page declares those it read, a write those it changed."""

from uuid import UUID

FRONT = "front"
FRAME = "frame"
FEED = "feed"


def article(public_id: str) -> str:
    return f"article:{public_id}"


def section(path: str) -> str:
    return f"section:{path}"


def author(slug: str) -> str:
    return f"author:{slug}"


def tag(slug: str) -> str:
    return f"tag:{slug}"


def picture(uuid: UUID | str) -> str:
    return f"picture:{uuid}"


def page(slug: str) -> str:
    return f"page:{slug}"
