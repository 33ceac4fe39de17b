"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otoppath.settings")

application = get_wsgi_application()

from otoppath.privacy.checks import refuse_unsafe_start  # noqa: E402 - needs the apps to be ready

# A server does not run system checks of its own: those that guard the start are run here.
refuse_unsafe_start()
