import os
import subprocess
import sys
from pathlib import Path

import stovepipe
from stovepipe.study.store.provenance import git_state, sources
from tests.environment import ordinary


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    asked = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True, env=ordinary()
    )
    return asked.stdout.strip()


def test_the_state_of_a_repository_is_its_revision_and_whether_anything_differs(tmp_path: Path) -> None:
    config = tmp_path / "mission.yaml"
    config.write_text("mission: A\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "mission.yaml")
    git(tmp_path, "commit", "-q", "-m", "A mission")
    revision = git(tmp_path, "rev-parse", "HEAD")
    assert git_state(config) == {"revision": revision, "dirty": False}
    config.write_text("mission: B\n")
    assert git_state(config) == {"revision": revision, "dirty": True}


def test_a_file_in_no_repository_has_no_state(tmp_path: Path) -> None:
    assert git_state(tmp_path / "mission.yaml") is None


def test_a_repository_without_a_commit_has_no_state(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
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
