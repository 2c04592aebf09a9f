"""Pictures in an S3 store, over HTTP: kept, made ready, shown, let go; and a store that is down."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.storage import default_storage
from moto.server import ThreadedMotoServer

from images import library, making, recipe
from images.fields import originals
from images.management.commands.check_pictures import walk
from images.models import Picture
from tests.images.pictures import encoded
from tests.images.test_library import STORE_FAILED, add
from tests.newsroom.test_settings import value

pytestmark = pytest.mark.django_db
ACCOUNT = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_S3_REGION_NAME": "eu-west-3"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def use(settings: Any, folder: Path, address: str) -> None:
    """Take the storages that an operator's environment makes."""
    variables = ACCOUNT | {"AWS_STORAGE_BUCKET_NAME": "news", "AWS_S3_ENDPOINT_URL": address}
    made = json.loads(value("__import__('json').dumps(s.STORAGES)", folder, **variables))
    settings.STORAGES = settings.STORAGES | {name: made[name] for name in ("default", "originals")}


@pytest.fixture
def store(address: str, settings: Any, tmp_path: Path) -> Any:
    client = boto3.client(
        "s3", endpoint_url=address, aws_access_key_id="a", aws_secret_access_key="b", region_name="eu-west-3"
    )
    client.create_bucket(Bucket="news", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    readers = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::news/media/*"}
    client.put_bucket_policy(Bucket="news", Policy=json.dumps({"Version": "2012-10-17", "Statement": [readers]}))
    use(settings, tmp_path, address)
    yield client
    for each in client.list_objects_v2(Bucket="news").get("Contents", []):
        client.delete_object(Bucket="news", Key=each["Key"])
    client.delete_bucket(Bucket="news")


def test_originals_and_renditions_are_kept_apart_and_renditions_for_good(store: Any, address: str):
    picture = add(encoded("red"))
    assert making.make(picture.pk)
    picture.refresh_from_db()
    keys = {each["Key"] for each in store.list_objects_v2(Bucket="news")["Contents"]}
    assert keys == {f"originals/{picture.file.name}"} | {f"media/{name}" for name in picture.rendition_names()}
    shown = picture.shown("card")
    assert shown is not None
    url = shown.url(60, "avif")
    assert url == f"{address}/news/media/{recipe.name('card', picture.key(recipe.CARD), 60, 'avif')}"
    with urllib.request.urlopen(url) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Type"] == "image/avif"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{address}/news/originals/{picture.file.name}")


def test_what_is_let_go_is_gone(store: Any, django_capture_on_commit_callbacks: Any):
    picture = add(encoded("red"))
    making.make(picture.pk)
    with django_capture_on_commit_callbacks(execute=True):
        library.remove(picture)
    assert "Contents" not in store.list_objects_v2(Bucket="news")


def test_what_is_there_can_be_walked(store: Any):
    picture = add(encoded("red"))
    assert list(walk(originals())) == [picture.file.name]
    assert sorted(walk(default_storage)) == sorted(picture.rendition_names())


def test_a_store_that_is_down_is_said_and_nothing_is_half_kept(settings: Any, tmp_path: Path, caplog: Any):
    use(settings, tmp_path, "http://127.0.0.1:9")
    with pytest.raises(library.Refused, match=STORE_FAILED):
        add(encoded("red"))
    assert Picture.objects.count() == 0


def test_a_bucket_that_is_not_there_is_said(address: str, settings: Any, tmp_path: Path):
    use(settings, tmp_path, address)
    with pytest.raises(library.Refused, match=STORE_FAILED):
        add(encoded("red"))
    assert Picture.objects.count() == 0


@pytest.mark.parametrize(
    ("variables", "origin"),
    [
        ({}, ""),
        ({"AWS_STORAGE_BUCKET_NAME": "news"}, "https://news.s3.amazonaws.com"),
        (
            {"AWS_STORAGE_BUCKET_NAME": "news", "AWS_S3_REGION_NAME": "eu-west-3"},
            "https://news.s3.eu-west-3.amazonaws.com",
        ),
        ({"AWS_STORAGE_BUCKET_NAME": "news", "AWS_S3_ENDPOINT_URL": "http://store:9000/"}, "http://store:9000"),
        ({"AWS_STORAGE_BUCKET_NAME": "news", "AWS_S3_CUSTOM_DOMAIN": "img.news.example"}, "https://img.news.example"),
    ],
)
def test_pages_may_show_what_the_store_has_and_nothing_else(variables: dict[str, str], origin: str, tmp_path: Path):
    allowed = value("' '.join(s.SECURE_CSP['img-src'])", tmp_path, **variables)
    assert allowed == " ".join(filter(None, ["'self'", "data:", origin]))
