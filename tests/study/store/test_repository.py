"""Revisions are read without git; git itself, started by the tests only, is what they are compared with."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from stovepipe.study.store.repository import revision

TUTORIAL = Path(__file__).parents[3] / "configs" / "tutorial" / "mission.yaml"


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    allowed = ["-c", "protocol.file.allow=always"]
    asked = subprocess.run(
        ["git", *identity, *allowed, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return asked.stdout.strip()


def repository(folder: Path) -> Path:
    """A mission in a repository of its own, committed."""
    folder.mkdir(parents=True)
    mission = folder / "mission.yaml"
    mission.write_bytes(TUTORIAL.read_bytes())
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "A mission")
    return mission


def test_a_branch_that_is_checked_out(tmp_path: Path) -> None:
    mission = repository(tmp_path / "home")
    assert revision(mission) == git(mission.parent, "rev-parse", "HEAD")


def test_a_file_further_down_belongs_to_the_same_repository(tmp_path: Path) -> None:
    mission = repository(tmp_path / "home")
    inside = mission.parent / "studies" / "one"
    inside.mkdir(parents=True)
    assert revision(inside / "study.yaml") == git(mission.parent, "rev-parse", "HEAD")


def test_references_that_were_packed(tmp_path: Path) -> None:
    mission = repository(tmp_path / "home")
    git(mission.parent, "tag", "-a", "-m", "A tag", "v1")
    git(mission.parent, "pack-refs", "--all")
    assert not (mission.parent / ".git" / "refs" / "heads" / "main").exists()
    assert revision(mission) == git(mission.parent, "rev-parse", "HEAD")


def test_a_head_that_stands_on_no_branch(tmp_path: Path) -> None:
    mission = repository(tmp_path / "home")
    git(mission.parent, "checkout", "-q", "--detach")
    assert revision(mission) == git(mission.parent, "rev-parse", "HEAD")


def test_a_further_work_tree(tmp_path: Path) -> None:
    home = repository(tmp_path / "home").parent
    git(home, "worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    (tmp_path / "side" / "note").write_text("a note")
    git(tmp_path / "side", "add", "note")
    git(tmp_path / "side", "commit", "-q", "-m", "A note")
    here = git(tmp_path / "side", "rev-parse", "HEAD")
    assert here != git(home, "rev-parse", "HEAD")
    assert revision(tmp_path / "side" / "mission.yaml") == here


def test_a_module_inside_another_repository(tmp_path: Path) -> None:
    module, home = repository(tmp_path / "module").parent, repository(tmp_path / "home").parent
    git(home, "submodule", "add", "-q", str(module), "inside")
    assert (home / "inside" / ".git").is_file()
    assert revision(home / "inside" / "mission.yaml") == git(module, "rev-parse", "HEAD")


def test_a_repository_with_digests_of_sha_256(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "Nothing")
    assert revision(tmp_path / "mission.yaml") == git(tmp_path, "rev-parse", "HEAD")


def test_no_commit_yet(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert revision(tmp_path / "mission.yaml") is None


def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    mission = repository(tmp_path / os.fsdecode(b"caf\xe9"))
    assert revision(mission) == git(mission.parent, "rev-parse", "HEAD")


@pytest.mark.parametrize(
    "head",
    [
        "", "ref: ", "ref: refs/heads/.invalid", "ref: ../../secret", "ref: refs/../../secret", "ref: HEAD",
        "ref: refs/heads/loop", "ref: refs/heads/\0", f"{'g' * 40}", f"{'a' * 39}", "\udcff",
    ],
)  # fmt: skip
def test_a_head_that_says_nothing_of_use_has_no_revision(tmp_path: Path, head: str) -> None:
    (tmp_path / "secret").write_text(f"{'b' * 40}\n")
    heads = tmp_path / "home" / ".git" / "refs" / "heads"
    heads.mkdir(parents=True)
    (heads / "loop").write_text("ref: refs/heads/loop\n")
    (tmp_path / "home" / ".git" / "HEAD").write_bytes(head.encode("utf-8", "surrogateescape"))
    assert revision(tmp_path / "home" / "mission.yaml") is None


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    os.mkfifo(tmp_path / ".git" / "HEAD")
    assert revision(tmp_path / "mission.yaml") is None
    (tmp_path / ".git" / "HEAD").unlink()
    (tmp_path / ".git" / "HEAD").symlink_to("/dev/zero")
    assert revision(tmp_path / "mission.yaml") is None


@pytest.mark.parametrize("elsewhere", ["//server/share", r"\\server\share"])
def test_an_administration_on_another_machine_is_not_looked_for(tmp_path: Path, elsewhere: str) -> None:
    (tmp_path / ".git").write_text(f"gitdir: {elsewhere}\n")
    assert revision(tmp_path / "mission.yaml") is None


def a_filter(folder: Path, trap: str) -> None:
    """Git cleans a file that may have changed with the filter that the repository names."""
    mission = repository(folder)
    (folder / ".gitattributes").write_text("* filter=x\n")
    git(folder, "config", "filter.x.clean", f"{trap}; cat")
    os.utime(mission, (1_577_836_800, 1_577_836_800))


def a_partial_clone(folder: Path, trap: str) -> None:
    """Git fetches an object that is missing, by the command that the repository names."""
    repository(folder)
    tree = git(folder, "rev-parse", "HEAD^{tree}")
    (folder / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    git(folder, "config", "core.repositoryFormatVersion", "1")
    git(folder, "config", "extensions.partialClone", "origin")
    git(folder, "config", "remote.origin.url", "ssh://nowhere.invalid/x")
    git(folder, "config", "remote.origin.promisor", "true")
    git(folder, "config", "core.sshCommand", f"{trap}; false")


def a_module(folder: Path, trap: str) -> None:
    """Git asks for the state of a module in a process that has forgotten what it was told for itself."""
    module = repository(folder.with_name("module")).parent
    repository(folder)
    git(folder, "submodule", "add", "-q", str(module), "inside")
    git(folder, "commit", "-q", "-m", "A module")
    git(folder / "inside", "config", "core.fsmonitor", f"{trap}; false")


def watched(folder: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    """Python that ends at the first program it starts and the first connection it opens."""
    hook = (
        "import sys; forbidden = {'subprocess.Popen', 'os.system', 'os.exec', 'os.posix_spawn', 'os.fork',"
        " 'os.forkpty', 'socket.connect'};"
        " sys.addaudithook(lambda event, what: event in forbidden and sys.exit(f'{event} {what}'))"
    )
    command = [sys.executable, "-c", "\n".join([hook, *lines])]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("made", [a_filter, a_partial_clone, a_module])
def test_a_repository_that_came_with_a_mission_runs_nothing(tmp_path: Path, made) -> None:
    """Each is a trap indeed: git itself falls into it."""
    folder, sprung = tmp_path / "evil", tmp_path / "sprung"
    made(folder, f"touch {shlex.quote(str(sprung))}")
    sprung.unlink(missing_ok=True)  # git may have fallen into it while it was made
    asked = "from pathlib import Path; from stovepipe.study.store.provenance import git_state"
    told = watched(tmp_path, asked, "print(git_state(Path('evil/mission.yaml'))['revision'])")
    assert (told.returncode, told.stdout) == (0, f"{revision(folder / 'mission.yaml')}\n")
    assert not sprung.exists()
    known = subprocess.run(["git", "status"], cwd=folder, capture_output=True, text=True)
    assert sprung.exists(), known.stderr


def test_a_run_starts_no_program_and_opens_no_connection(tmp_path: Path) -> None:
    repository(tmp_path / "home")
    arguments = "['stovepipe', 'run', 'home/mission.yaml', '-n', '1', '-q', '--workers', '1', '--out', 'out']"
    ran = watched(tmp_path, f"sys.argv = {arguments}; from stovepipe.cli import main; main()")
    assert (ran.returncode, ran.stderr) == (0, "")
