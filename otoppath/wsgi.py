"""The WSGI application that gunicorn serves."""

import os
from functools import partial

from django.core.wsgi import get_wsgi_application

from otoppath.frames import in_one_piece

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otoppath.settings")

application = partial(in_one_piece, get_wsgi_application())

from otoppath.privacy.checks import refuse_unsafe_start  # noqa: E402 - needs the apps to be ready

# A server does not run system checks of its own: those that guard the start are run here.
refuse_unsafe_start()
