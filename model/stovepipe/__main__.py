"""``python -m stovepipe`` is the `stovepipe` command."""

from stovepipe.cli import main

if __name__ == "__main__":
    main()
