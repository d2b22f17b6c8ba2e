#!/app/venv/bin/python
"""The `communique` command inside an image, where the project is not installed but lies in /app."""

import sys

from services.cli import main

if __name__ == "__main__":
    sys.exit(main())
