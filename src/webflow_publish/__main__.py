"""`python -m webflow_publish`: what the container starts."""

from webflow_publish.start import start

if __name__ == "__main__":
    start()
