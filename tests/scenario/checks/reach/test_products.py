"""Where products may come, it is stated what each report in them takes."""

import pytest

from tests.scenario.written import changed, expect_problems

SAID = (
    "products of {0} come here, and it is not said how long each report in them takes; write {{once: ..., "
    "each: ...}} with your figures, each: 0 min if a product takes no longer than one report"
)
FREE = "{once: 10 min, each: 0 min}"
SUMMARY = """
stations:
  cell: {{stage: analysis, writes: fra, batch: {{{batch}}}}}
  translators: {{work: {translators}}}
  commander: {{work: {commander}}}
"""


def summary(batch="at: [18:00]", translators=FREE, commander=FREE):
    return SUMMARY.format(batch=batch, translators=translators, commander=commander)


def test_stations_that_products_reach_must_say_what_each_report_takes(tmp_path):
    """Along a channel, and where a hurdle leads."""
    expect_problems(
        tmp_path,
        summary(translators="§2 h", commander="§10 min"),
        f"stations.translators.work: {SAID.format('cell')}",
        f"stations.commander.work: {SAID.format('cell')}",
    )


def test_nothing_may_be_said_to_take_no_time(tmp_path):
    work = changed(tmp_path, summary()).mission.stations["commander"].work
    assert work.each is not None
    assert work.each.value.value == 0.0


def test_work_by_class_must_say_it_for_the_classes_that_products_hold(tmp_path):
    expect_problems(
        tmp_path,
        summary(
            batch="at: [18:00], classes: pattern",
            commander=f"{FREE}\n    work_by_class: {{warning: 5 min, pattern: §2 h}}".replace(
                "\n    ", ", ", 1
            ),
        ),
        f"stations.commander.work_by_class.pattern: {SAID.format('cell')}",
    )


@pytest.mark.parametrize(
    "change",
    [
        "",  # nothing is batched
        summary(batch="size: 1", translators="2 h", commander="10 min"),  # reports leave alone
        summary(translators=FREE) + "channels: {cell -> commander: {hurdles: {language: {through: null}}}}",
    ],
)
def test_where_no_product_comes_a_law_alone_will_do(tmp_path, change):
    if "through: null" in change:
        change = change.replace(f"translators: {{work: {FREE}}}", "translators: {work: 2 h}")
    changed(tmp_path, change)


def test_what_a_channel_does_not_carry_brings_no_product(tmp_path):
    """Warnings are not batched, and nothing else goes to the deputy."""
    changed(
        tmp_path,
        summary(batch="at: [18:00], classes: pattern")
        + "  deputy: {stage: command, needs: warning, work: 1 h, posts: {all: {count: 1}}}\n"
        + "channels: {cell -> deputy: {carries: warning}}",
    )


def test_products_go_on_from_station_to_station_and_to_the_successor_of_one_that_closes(tmp_path):
    """Each is told of the first that makes them, and each station is told once."""
    expect_problems(
        tmp_path,
        summary()
        + "  deputy: {stage: collection, work: §1 h, posts: {all: {count: 1}}, "
        + "closes: {on: 2021-01-20, transfer_to: heir}}\n"
        + "  heir: {stage: collection, work: §1 h, posts: {all: {count: 1}}}\n"
        + "channels: {cell -> deputy: {}, heir -> commander: {}}",
        f"stations.deputy.work: {SAID.format('cell')}",
        f"stations.heir.work: {SAID.format('cell')}",
    )


def test_what_its_own_batch_hands_over_when_it_closes_is_no_product_yet(tmp_path):
    changed(
        tmp_path,
        summary().replace("batch: {", "closes: {on: 2021-01-20, transfer_to: heir}, batch: {")
        + "  heir: {stage: collection, work: 1 h, posts: {all: {count: 1}}}\n"
        + "channels: {heir -> commander: {}}",
    )
