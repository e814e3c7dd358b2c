"""`python -m club.compose_etudes [--seed N] [--each N]`: composes etudes, one JSON a line.

So many of each kind, the easiest first. The club's own are `etudes.jsonl`, from `--seed 1 --each
12`.
"""

import argparse
from random import Random

from games.preferans.etudes.composing import KINDS, chosen
from games.preferans.etudes.etude import line_of_etude


def main() -> None:
    """The command. Takes about a second of processor time an etude."""
    parser = argparse.ArgumentParser(prog="python -m club.compose_etudes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=12)
    given = parser.parse_args()
    for number, kind in enumerate(KINDS):
        for etude in chosen(kind, given.each, Random(f"{given.seed} {number}")):
            print(line_of_etude(etude), flush=True)


if __name__ == "__main__":
    main()
