"""What a lever costs in people is counted from the mission itself."""

import policy.run as policy

import stovepipe

MISSION = "configs/tutorial/mission.yaml"


def test_posts_and_hours_of_duty_are_those_of_the_rosters() -> None:
    """Two analysts from eight to six on every day, and a commander at all hours."""
    assert policy.people(stovepipe.load(MISSION)) == (3, 2 * 10 * 7 + 24 * 7)


def test_a_break_is_no_duty_and_an_officer_who_sits_with_others_is_a_post_without_hours() -> None:
    changed = {
        "stations.cell.posts.analysts.shift.breaks": "12:00-12:30",
        "channels.cell -> commander.rapport": {"floor": "10 %", "ceiling": "90 %", "time": "6 mo"},
        "channels.cell -> commander.hurdles": {
            "reluctance": {"probability": "50 %", "at_full_rapport": "10 %"}
        },
        "channels.cell -> commander.embedded": {"floor": "60 %"},
    }
    scenario = stovepipe.load(MISSION, [stovepipe.Settings.of(changed, "a break and an officer")])
    assert policy.people(scenario) == (4, 2 * 9.5 * 7 + 24 * 7)
