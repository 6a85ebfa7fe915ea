"""`python -m newsparse`: the command where its script is not on the path."""

from newsparse.cli import main

if __name__ == "__main__":
    main()
