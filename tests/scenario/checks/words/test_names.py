"""Names that stand for nothing, in every place where a name may stand, with the near miss."""

import pytest

from tests.scenario.written import cases, expect_problems

CASES = """
sources: {patrols: {written_at: §sell}}
=> sources.patrols.written_at: there is no station "sell"; did you mean "cell"?

sources: {patrols: {reports: {§warnings: 1 /day}}}
=> sources.patrols.reports.warnings: there is no class "warnings"; did you mean "warning"?

sources: {patrols: {reports: {§rumour: 1 /day}}}
=> sources.patrols.reports.rumour: there is no class "rumour"; there is warning and pattern

incidents: {attack: {rate: 1 /wk, bursts: {§patrol.warning: {reports: 1, delay: 1 h}}}}
=> incidents.attack.bursts.patrol.warning: there is no source "patrol"; did you mean "patrols"?

incidents: {attack: {rate: 1 /wk, bursts: {§patrols.waning: {reports: 1, delay: 1 h}}}}
=> incidents.attack.bursts.patrols.waning: there is no class "waning"; did you mean "warning"?

incidents: {attack: {rate: 1 /wk, diverts: {lasts: 1 d, sources: {§patroles: 10 %}}}}
=> incidents.attack.diverts.sources.patroles: there is no source "patroles"; did you mean "patrols"?

incidents: {attack: {rate: 1 /wk, diverts: {lasts: 1 d, posts: {§cel.officers: 1}}}}
=> incidents.attack.diverts.posts.cel.officers: there is no station "cel"; did you mean "cell"?

incidents: {attack: {rate: 1 /wk, diverts: {lasts: 1 d, posts: {§cell.officer: 1}}}}
=> incidents.attack.diverts.posts.cell.officer: there is no post group at cell "officer";
   did you mean "officers"?

incidents: {attack: {rate: 1 /wk, raises: {lasts: 1 d, classes: {§patern: FLASH}, sources: §patrol}}}
=> incidents.attack.raises.classes.patern: there is no class "patern"; did you mean "pattern"?
=> incidents.attack.raises.sources: there is no source "patrol"; did you mean "patrols"?

stations: {commander: {needs: [warning, §paterns]}}
=> stations.commander.needs.1: there is no class "paterns"; did you mean "pattern"?

stations: {cell: {work_by_class: {§wraning: 3 h}}}
=> stations.cell.work_by_class.wraning: there is no class "wraning"; did you mean "warning"?

stations: {translators: {batch: {size: 3, classes: [§patterns]}}}
=> stations.translators.batch.classes.0: there is no class "patterns"; did you mean "pattern"?

stations: {cell: {closes: {on: 2021-02-01, transfer_to: §comander}}}
=> stations.cell.closes.transfer_to: there is no station "comander"; did you mean "commander"?

channels: {§§sell -> comander: {}}
=> channels.sell -> comander: there is no station "comander"; did you mean "commander"?
=> channels.sell -> comander: there is no station "sell"; did you mean "cell"?

channels: {cell -> commander: {carries: [warning, §patern]}}
=> channels.cell -> commander.carries.1: there is no class "patern"; did you mean "pattern"?

channels: {cell -> commander: {hurdles: {language: {through: §translater}}}}
=> channels.cell -> commander.hurdles.language.through: there is no station "translater";
   did you mean "translators"?

channels: {cell -> commander: {hurdles: {caveat: {classes: [§wrning]}}}}
=> channels.cell -> commander.hurdles.caveat.classes.0: there is no class "wrning"; did you mean "warning"?
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_a_name_that_stands_for_nothing_is_reported_with_the_near_miss(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)
