"""Starts a long run with two workers, and says so when the first replication is there."""

import pickle
import sys
from pathlib import Path

from stovepipe.study.running.replicate import replications

if __name__ == "__main__":
    network = pickle.loads(Path(sys.argv[1]).read_bytes())
    for _ in replications(network, 1, range(10_000), workers=2):
        print("running", flush=True)
