"""``python -m civiapi.cli`` is the command as well."""

import sys

from . import main

sys.exit(main())
