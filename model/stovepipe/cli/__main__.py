"""``python -m stovepipe.cli`` is the `stovepipe` command."""

from stovepipe.cli.entry import main

if __name__ == "__main__":
    main()
