"""What a log and a mission say of one another."""

from stovepipe.answers.findings.observation import ObservationFindings
from stovepipe.presentation.observation.data import observation_payload, observation_tables
from stovepipe.presentation.observation.figures import observation_figures
from stovepipe.presentation.observation.tables import observation_grids
from stovepipe.presentation.observation.words import conclusion
from stovepipe.presentation.run.words import expected_of_each
from stovepipe.presentation.shared.presentation import Presentation

OBSERVATION = Presentation[ObservationFindings](
    name="observe",
    verdict=conclusion,
    tables=observation_tables,
    grids=observation_grids,
    data=observation_payload,
    figures=observation_figures,
    each=expected_of_each,
)
