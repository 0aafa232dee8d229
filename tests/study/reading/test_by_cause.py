"""A share lost is parted into what it was lost to, and nothing else is."""

from stovepipe.scenario import Scenario
from stovepipe.study.file.outcome import Losses
from stovepipe.study.reading.by_cause import by_cause, keeping_causes
from stovepipe.study.reading.study import Study
from tests.made_up import asked


def attributing(scenario: Scenario, outcomes: dict[str, object]) -> Study:
    return asked(scenario, factors=None, outcomes=outcomes, attribution={"mechanisms": "all"})


def test_a_loss_has_a_part_for_each_cause_of_the_mission(study: Study) -> None:
    parts = by_cause(study.structure("base"), study.outcomes)
    assert list(parts) == ["lost"]
    assert {"expired", "not_shared", "untranslated", "not_released"} <= set(parts["lost"])
    for cause, part in parts["lost"].items():
        assert isinstance(part.of, Losses)
        assert part.of.to == (cause,)
        assert part.name == f"lost_to_{cause}"


def test_dispositions_are_parts_of_what_is_disposed_of_and_of_no_loss(two_commanders: Scenario) -> None:
    properly = {"base": {"set": {"causes": {"not_released": "disposition"}}}}
    study = asked(
        two_commanders, factors=None, structures=properly, outcomes={"lost": {}, "closed": {"disposed": {}}},
        baseline=None,
    )  # fmt: skip
    parts = by_cause(study.structure("base"), study.outcomes)
    assert "not_released" not in parts["lost"]
    assert list(parts["closed"]) == ["not_released"]
    assert parts["closed"]["not_released"].name == "closed_as_not_released"


def test_a_part_is_of_the_same_deliveries(two_commanders: Scenario) -> None:
    lost = {"lost": {"lost": {"consumer": "governor", "class": "warning"}}}
    study = attributing(two_commanders, lost)
    (parts,) = by_cause(study.structure("base"), study.outcomes).values()
    assert {(part.of.consumer, part.of.report_class) for part in parts.values()} == {("governor", "warning")}


def test_a_loss_to_named_causes_is_not_parted_again(two_commanders: Scenario) -> None:
    study = attributing(two_commanders, {"late": {"lost": {"to": "expired"}}, "timely": {}})
    assert by_cause(study.structure("base"), study.outcomes) == {}


def test_the_parts_are_kept_beside_what_was_asked_each_once(two_commanders: Scenario) -> None:
    study = attributing(
        two_commanders, {"timely": {}, "lost": {}, "lost_to_expired": {"lost": {"to": "expired"}}}
    )
    kept = keeping_causes(study)
    names = [outcome.name for outcome in kept.outcomes]
    assert names[:3] == ["timely", "lost", "lost_to_expired"]
    assert len(set(names)) == len(names)
    assert {"lost_to_not_shared", "lost_to_untranslated"} <= set(names)
    assert kept.keep == "outcomes"
