"""`python -m trainer`."""

from trainer.main import run

if __name__ == "__main__":
    run()
