"""The map of the desk's script modules, and the policy that lets it in."""

import base64
import hashlib
from pathlib import Path

from django.conf import settings
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django_prose_editor.widgets import importmap as packages
from js_asset import ImportMap

_FOLDER = Path(__file__).resolve().parent.parent / "static" / "articles" / "editor"

# Browsers look modules up by these bare names, so that their files may have hashed ones.
IMPORTMAP = packages | ImportMap(
    {f"articles/editor/{file.stem}": f"articles/editor/{file.name}" for file in sorted(_FOLDER.glob("*.js"))}
)


def content_policy():
    """Return the site's policy with one inline script more: the map of the editor's modules, by its hash.

    A map can't be a file. A nonce would do as well, but it would change with each answer; this changes with the files.
    """
    script = str(IMPORTMAP).partition(">")[2].removesuffix("</script>")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return settings.SECURE_CSP | {"script-src": [CSP.SELF, f"'sha256-{digest}'"]}


class WithModules:
    """An admin whose form runs modules."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        show = csp_override(content_policy())(super().changeform_view)
        return show(request, object_id, form_url, extra_context)
