"""`python -m webflow_publish`: what the container starts."""

import sys

if __name__ == "__main__":
    try:
        from webflow_publish.cli import main

        sys.exit(main())
    except KeyboardInterrupt:  # before the program listens to signals itself
        sys.exit(130)
