"""Channels, and hurdles of each kind: what each needs, and when it could do nothing."""

import pytest

from stovepipe.scenario import load
from tests.scenario.written import cases, changed, expect_problems, expect_warnings, write

CHANNELS = """
channels: {cell -> commander: {§carries: []}}
=> channels.cell -> commander.carries: carries nothing; leave it out to carry every class

channels: {cell -> commander: {share: §70 %}, cell -> translators: {share: 20 %}}
=> channels.cell -> commander.share: the shares of the channels of cell add up to 90 %;
   they are alternatives, and must add up to 100 %
"""


@pytest.mark.parametrize(("change", "messages"), cases(CHANNELS))
def test_a_channel_that_leads_nowhere_is_refused(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)


def test_shares_that_add_up_pass(tmp_path):
    changed(tmp_path, "channels: {cell -> commander: {share: 70 %}, cell -> translators: {share: 30 %}}")


HURDLES = """
{caveat: {§origins: []}}
=> caveat.origins: an empty list; leave it out for no condition

{§reluctance: {probability: 0 %}}
=> reluctance: does nothing; give it a probability, a delay or a station to go through, or remove it

{§reluctance: {delay: 0 h}}
=> reluctance: does nothing; give it a probability, a delay or a station to go through, or remove it

{§vetting: {probability: 5 %}}
=> vetting: otherwise is missing; what is stopped here needs a cause: say otherwise: a_word, or name a
   kind of hurdle

{vetting: {probability: 5 %, otherwise: §expired}}
=> vetting.otherwise: "expired" is what losses elsewhere are called; use another word

{§aggregation: {probability: 50 %}}
=> aggregation: more_than is missing; say how many reports a product may hold, for example more_than: 10

{release: {§through: [translators, clerk]}}
=> release.through: several stations to go through;
   only a language hurdle chooses among several, by who reads the report

{language: {through: [translators, §translators]}}
=> language.through.1: "translators" is listed twice; once is enough

{release: {through: §cell}}
=> release.through: "cell" sends the report itself: what it has worked on once is done;
   name a station between the two

{release: {through: §commander}}
=> release.through: "commander" receives it itself: what it has worked on once is done;
   name a station between the two

{release: {through: §deputy}}
=> release.through: "commander" receives it itself when deputy has closed:
   what it has worked on once is done; name a station between the two

{language: {§languages: [eng]}}
=> language.languages: never applies: commander reads eng

{language: {through: §clerk}}
=> language.through: clerk does not say what it reads and writes; say it at stations.clerk

{language: {through: §§french}}
=> language.through: french is of stage release, and passes on what it is given;
   translators are of stage analysis, translation or registry
=> language.through: french writes fra, which commander does not read; commander reads eng

{language: {through: §english}}
=> language.through: english reads nothing that commander does not read itself; it would never be asked

{system: {§systems: [sage]}}
=> system.systems: never applies: commander opens sage

{system: {through: §french}}
=> system.through: french is on isr_net, which commander does not open; it opens sage
"""

# Stations that the hurdles above lead through.
OTHERS = """
  deputy:
    {stage: registry, work: 1 h, posts: {all: {count: 1}}, closes: {on: 2021-02-01, transfer_to: commander}}
  clerk: {stage: registry, work: 1 h, posts: {all: {count: 1}}}
  french:
    {stage: release, work: 1 h, posts: {all: {count: 1}}, reads: [eng, fra], writes: fra, system: isr_net}
  english: {stage: translation, work: 1 h, posts: {all: {count: 1}}, reads: [eng], writes: eng}
"""


def with_hurdles(hurdles: str, others: str = OTHERS) -> str:
    stations = f"stations:{others}" if others else ""
    return f"{stations}channels:\n  cell -> commander:\n    hurdles: {hurdles.strip()}\n"


@pytest.mark.parametrize(("hurdles", "messages"), cases(HURDLES))
def test_a_hurdle_that_cannot_be_is_refused(tmp_path, hurdles, messages):
    path = "channels.cell -> commander.hurdles"
    expect_problems(tmp_path, with_hurdles(hurdles), *(f"{path}.{message}" for message in messages))


def test_classes_that_the_channel_does_not_carry_are_refused(tmp_path):
    expect_problems(
        tmp_path,
        "channels: {cell -> commander: {carries: [pattern], hurdles: {caveat: {§classes: [warning]}}}}",
        "channels.cell -> commander.hurdles.caveat.classes: never applies: "
        "the channel carries none of these classes; it carries pattern",
    )


@pytest.mark.parametrize(
    ("hurdle", "message"),
    [
        ("language", "clerk does not say what it reads; say it at stations.clerk, for example, reads: [eng]"),
        ("system", "clerk does not say on which system it is; say it at stations.clerk"),
    ],
)
def test_a_hurdle_needs_to_know_what_the_recipient_can_use(tmp_path, hurdle, message):
    expect_problems(
        tmp_path,
        "stations: {clerk: {stage: registry, work: 1 h, posts: {all: {count: 1}}}}\n"
        f"channels: {{cell -> clerk: {{hurdles: {{§{hurdle}: {{}}}}}}}}",
        f"channels.cell -> clerk.hurdles.{hurdle}: {message}",
    )


WARNINGS = """
{caveat: {§origins: [FRA, SWE]}}
=> caveat.origins: never applies: no source is of nation FRA or SWE

{caveat: {probability: 100 %, delay: §1 h}}
=> caveat.delay: never comes to that: the probability of being stopped is 100 %
"""


@pytest.mark.parametrize(("hurdles", "messages"), cases(WARNINGS))
def test_a_hurdle_without_effect_is_a_warning(tmp_path, hurdles, messages):
    path = "channels.cell -> commander.hurdles"
    expect_warnings(tmp_path, with_hurdles(hurdles, ""), *(f"{path}.{message}" for message in messages))


def test_a_language_hurdle_before_somebody_who_reads_everything_is_a_warning(tmp_path):
    expect_warnings(
        tmp_path,
        "stations: {commander: {reads: [eng, fra]}, translators: null}\n"
        "channels: {cell -> commander: {hurdles: {language: null, §foreign: {kind: language}}}}",
        "channels.cell -> commander.hurdles.foreign: never applies: "
        "commander reads every language that is written; these are eng and fra",
    )


@pytest.mark.parametrize(
    "hurdles",
    [
        "{reluctance: {probability: {value: 0 %, range: [0 %, 50 %]}}}",
        "{caveat: {}}",
        "{vetting: {delay: 3 d}}",
        "{vetting: {otherwise: vetted}}",
        "{aggregation: {more_than: 5, probability: 50 %}}",
        "{granularity: {levels: [strategic]}}",
        "{access: {classes: warning, probability: 80 %}}",
        "{release: {through: deputy, delay: {uniform: {low: 0 d, high: 3 d}}, probability: 30 %}}",
        "{system: {through: english}}",
        "{system: {}}",
    ],
)
def test_sound_hurdles_of_each_kind_pass(tmp_path, hurdles):
    others = OTHERS.replace(", transfer_to: commander", "")
    changed(tmp_path, with_hurdles(hurdles, others))


@pytest.mark.parametrize(
    ("hurdle", "stops", "cause"),
    [
        ("language: {}", 1, "untranslated"),
        ("language: {through: translators}", 0, "untranslated"),
        ("language: {delay: 3 h}", 0, "untranslated"),
        ("system: {}", 1, "incompatible"),
        ("caveat: {}", 1, "withheld"),
        ("caveat: {probability: 30 %, delay: 3 h}", 0.3, "withheld"),
        ("reluctance: {}", 1, "not_shared"),
        ("access: {}", 1, "refused"),
        ("release: {}", 1, "not_released"),
        ("aggregation: {more_than: 3}", 1, "aggregated"),
        ("granularity: {}", 1, "no_use"),
        ("granularity: {otherwise: too_coarse}", 1, "too_coarse"),
        ("vetting: {kind: caveat}", 1, "withheld"),
        ("vetting: {delay: 3 h}", 0, None),
    ],
)
def test_a_hurdle_stops_for_sure_unless_it_costs_time_instead(tmp_path, hurdle, stops, cause):
    """Its kind, taken from its name unless stated, says what is lost there is lost to."""
    write(
        tmp_path,
        "extends: base.yaml\nchannels: {cell -> commander: {hurdles: {language: null}}}",
        "bare.yaml",
    )
    write(tmp_path, f"extends: bare.yaml\nchannels: {{cell -> commander: {{hurdles: {{{hurdle}}}}}}}")
    [found] = load(tmp_path / "mission.yaml").mission.channels["cell -> commander"].hurdles.values()
    assert (found.stops, found.cause) == (stops, cause)
