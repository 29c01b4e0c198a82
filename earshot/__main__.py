"""`python -m earshot`."""

from earshot import app

if __name__ == "__main__":
    app()
