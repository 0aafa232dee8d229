"""Runs a study in a store, and says when it begins and after every part: for tests that kill it."""

import sys
from pathlib import Path

from stovepipe.study.definition import make_study
from stovepipe.study.executors import Here
from stovepipe.study.gathering import gather
from stovepipe.study.store import Store
from tests.study.conftest import STUDY

if __name__ == "__main__":
    mission, folder, replications = sys.argv[1:]
    study = make_study(STUDY | {"replications": int(replications)}, Path(mission).parent)
    print("about to open the store", flush=True)
    with Store.open(folder, study) as store:
        gather(study, store, Here(), lambda done, total: print(done, flush=True))
