"""`python -m webflow_publish`: what the container starts."""

import sys

from webflow_publish.start import start

if __name__ == "__main__":
    sys.exit(start())
