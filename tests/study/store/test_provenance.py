import os
import subprocess
import sys
from pathlib import Path

import stovepipe
from stovepipe.study.store.provenance import git_state, sources
from tests.environment import ordinary


def test_the_state_of_a_repository_is_the_revision_that_is_checked_out(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text(f"{'0a' * 20}\n")
    assert git_state(tmp_path / "mission.yaml") == {"revision": "0a" * 20}


def test_a_file_in_no_repository_has_no_state(tmp_path: Path) -> None:
    assert git_state(tmp_path / "mission.yaml") is None


def test_the_digest_of_the_code_covers_all_that_the_work_of_a_study_imports():
    """Or results of two versions could be taken for each other."""
    names = "[m.__file__ for name, m in sys.modules.items() if name.startswith('stovepipe')]"
    told = subprocess.run(
        [sys.executable, "-c", f"import sys, stovepipe.study.running.job; print(*{names})"],
        capture_output=True,
        text=True,
        check=True,
        env=ordinary(PYTHONPATH=os.pathsep.join(sys.path)),
    )
    imported = {Path(file).resolve() for file in told.stdout.split()}
    without_effect = {"__init__.py"}
    package = Path(stovepipe.__file__).resolve().parent
    assert len(imported) > 40
    assert {
        file.relative_to(package).as_posix() for file in imported - {each.resolve() for each in sources()}
    } == without_effect
