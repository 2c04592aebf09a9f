"""The WSGI application: what granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from newsroom.edge import with_media

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = with_media(get_wsgi_application())
