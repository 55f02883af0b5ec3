"""Django's settings, read from the environment once.

`DATABASE_URL` names the database (`postgres://user@host/name`, `sqlite:///path`); without it the record is the file
`record.sqlite3` in `MUSNAD_HOME` (default `musnad-store` in the current folder).
"""

import os
from pathlib import Path

from musnad.record.database import configuration, default_url

BASE = Path(os.environ.get("MUSNAD_HOME", "musnad-store"))

INSTALLED_APPS = ["musnad.record"]
DATABASES = {"default": configuration(os.environ.get("DATABASE_URL") or default_url(BASE))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("en", "English")]
