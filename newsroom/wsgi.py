"""The WSGI application: what granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django_application = get_wsgi_application()

from newsroom.edge import with_limit, with_media  # noqa: E402  (it needs Django set up)

application = with_media(with_limit(django_application))
