"""The WSGI entry: settings from the environment, the app, nothing else."""

import os

from dashboard import create_app, settings
from dashboard.log import write_json_lines

write_json_lines()
app = create_app(settings(os.environ))
server = app.server
