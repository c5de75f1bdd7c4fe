"""Starts Poise in a frozen bundle: `app/__main__.py` itself would put the folder `app` on `sys.path`."""

from app.main import run

run()
