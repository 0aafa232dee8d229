"""Starts work without end with two workers, and says so when the first job is done."""

import itertools

from stovepipe.study.running.pool import Processes
from tests.study.running.deaths import half

if __name__ == "__main__":
    with Processes(2) as place:
        for _ in place.run(half, itertools.count(0, 2)):
            print("running", flush=True)
