"""Runs a study in a store, and says when it begins and after every part: for tests that kill it."""

import sys
from pathlib import Path

from stovepipe.study.reading.study import make_study
from stovepipe.study.running import gather as gathering
from stovepipe.study.running.futures import Here
from stovepipe.study.running.gather import gather
from stovepipe.study.store.store import Store
from tests.study.conftest import SMALL, STUDY

if __name__ == "__main__":
    mission, folder, replications = sys.argv[1:]
    study = make_study(STUDY | {"replications": int(replications)}, Path(mission).parent)
    print("about to open the store", flush=True)
    gathering.block_size = lambda structure, keep: SMALL
    with Store.open(folder, study) as store:
        gather(study, store, Here(), lambda done, total: print(done, flush=True))
