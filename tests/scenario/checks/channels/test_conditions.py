"""Hurdles that can never apply, and words that were probably meant otherwise."""

import pytest

from tests.scenario.written import cases, expect_warnings, problems, warnings, write

NEVER = """
{aggregation: {more_than: §3}}
=> aggregation.more_than: never applies: no station puts reports together;
   give a station a batch, for example {at: [18:00]}

{aggregation: {more_than: §0}}
=> aggregation.more_than: is not a condition: all has more than 0 reports; leave it out

{granularity: {levels: §strategic}}
=> granularity.levels: never applies: nothing is written at the level strategic; there is tactical

{release: {above: §secret}}
=> release.above: never applies: secret is the most restrictive marking; name one below it

{release: {above: §open}}
=> release.above: never applies: nothing is marked secret

{language: {§languages: [deu, ara], probability: 50 %}}
=> language.languages: never applies: nobody writes deu or ara; there is eng and fra

{system: {systems: §§sagee, probability: 50 %}}
=> system.systems: never applies: no station is on sagee; did you mean "sage"?
=> system.systems: the system "sagee" stands nowhere else; did you mean "sage"?
"""


@pytest.mark.parametrize(("hurdle", "messages"), cases(NEVER))
def test_a_hurdle_that_nothing_can_meet_is_a_warning(tmp_path, hurdle, messages):
    change = f"markings: [open, secret]\nchannels: {{cell -> commander: {{hurdles: {hurdle.strip()}}}}}\n"
    expect_warnings(tmp_path, change, *(f"channels.cell -> commander.hurdles.{each}" for each in messages))


def test_few_products_are_coarse_as_a_whole(tmp_path):
    expect_warnings(
        tmp_path,
        "sources: {patrols: {collection: {coarse: 50 %}}}\n"
        "stations: {translators: {batch: {at: 18:00}}}\n"
        "channels: {translators -> commander: {hurdles: {granularity: {coarse: §true}}}}\n",
        "channels.translators -> commander.hurdles.granularity.coarse: hardly ever applies: translators puts "
        "reports together, and few products have coarse ones only; each: true asks of each report by itself",
    )
    each = "channels: {translators -> commander: {hurdles: {granularity: {each: true}}}}\n"
    (tmp_path / "each.yaml").write_text(f"extends: mission.yaml\n{each}")
    assert warnings(tmp_path, "each.yaml") == []


@pytest.mark.parametrize(
    ("posts", "said"),
    [
        ("tour: §6 h", "people change every 6 h, within a turn of duty of 24 h"),
        (
            "tour: §6 h, shift: {from: 08:00, to: 18:00}",
            "people change every 6 h, within a turn of duty of 10 h",
        ),
        (
            "tour: §8 h, shifts: {day: {from: 06:00, to: 14:00}, night: {from: 20:00, to: 06:00}}",
            "people change every 8 h, within a turn of duty of 10 h",
        ),
        ("tour: 12 h, shift: {from: 08:00, to: 18:00}", None),
        ("tour: 1 d", None),
    ],
)
def test_a_tour_that_is_shorter_than_a_turn_of_duty_is_a_warning(tmp_path, posts, said):
    hint = "a tour is how long a person stays with the mission, such as 6 mo"
    expected = [] if said is None else [f"stations.cell.posts.officers.tour: {said}; {hint}"]
    expect_warnings(tmp_path, f"stations: {{cell: {{posts: {{officers: {{{posts}}}}}}}}}\n", *expected)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "stations: {translators: {reads: [fra, §egn]}}",
            'reads.1: the language "egn" stands nowhere else; did you mean "eng"?',
        ),
        ("stations: {commander: {reads: [eng, ara]}}", None),
        (
            "stations: {translators: {opens: §saeg}}",
            'opens: the system "saeg" stands nowhere else; did you mean "sage"?',
        ),
    ],
)
def test_two_letters_that_have_changed_places_are_noticed_in_words_of_any_length(tmp_path, change, said):
    expected = [] if said is None else [f"stations.translators.{said}"]
    expect_warnings(tmp_path, change + "\n", *expected)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("classes: {§warnin: {}}", 'classes.warnin: adds "warnin" beside "warning"; did you mean "warning"?'),
        (
            "stations: {cell: {posts: {§officer: {count: 3}}}}",
            'stations.cell.posts.officer: adds "officer" beside "officers"; did you mean "officers"?',
        ),
        ("stations: {cell: {posts: {officers_b: {count: 3}}}}", None),
    ],
)
def test_a_name_that_a_later_file_adds_beside_one_like_it_was_probably_meant(tmp_path, change, said):
    write(tmp_path, f"extends: base.yaml\n{change}\n")
    found = [each for each in warnings(tmp_path) if "adds" in each]
    assert [each.partition(": ")[2] for each in found] == ([] if said is None else [said])


@pytest.mark.parametrize(
    "change",
    [
        "stations: {commander: {needs: [warning, pattern, §warning]}}",
        "stations: {commander: {reads: [eng, §eng]}}",
        "stations: {cell: {opens: [mail, §mail]}}",
        "stations: {cell: {posts: {officers: {shift: {from: 08:00, to: 18:00, days: [mon, §mon]}}}}}",
        "stations: {translators: {batch: {at: [08:00, §08:00]}}}",
        "channels: {cell -> commander: {carries: [warning, pattern, §warning]}}",
    ],
)
def test_what_is_listed_twice_is_refused(tmp_path, change):
    [place] = write(tmp_path, f"extends: base.yaml\n{change}\n")
    [said] = problems(tmp_path)
    assert said.startswith(f"{place}: ")
    assert said.endswith(" is listed twice; once is enough")
