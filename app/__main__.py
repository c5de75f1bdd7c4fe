"""`python -m app`."""

from app.main import run

if __name__ == "__main__":  # processes of `analyze` import this module too
    run()
