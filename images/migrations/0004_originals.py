from pathlib import Path

from django.core.files.storage import default_storage, storages
from django.db import migrations

from images.reading import digest_of


def move(apps, schema_editor):
    """Take files that readers could reach by name out of their reach, and tell their bytes apart from now on."""
    pictures = apps.get_model("images", "Picture").objects.using(schema_editor.connection.alias)
    originals = storages["originals"]
    for picture in pictures.filter(digest="").iterator():
        name = str(picture.file)
        if not default_storage.exists(name):
            continue
        with default_storage.open(name) as file:
            pictures.filter(pk=picture.pk).update(digest=digest_of(file), name=Path(name).name)
            if not originals.exists(name):
                file.seek(0)
                originals.save(name, file)
        default_storage.delete(name)


class Migration(migrations.Migration):
    dependencies = [("images", "0003_library")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
