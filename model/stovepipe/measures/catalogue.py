"""The list of all measures. Each is declared beside its computation."""

from __future__ import annotations

from collections.abc import Mapping

from stovepipe.measures.fates.deliveries import LATENCIES, MEDIAN_OF_DELIVERED
from stovepipe.measures.fates.knowledge import HALF_TIMES, KNOWLEDGE_MEASURES
from stovepipe.measures.fates.outcomes import DELIVERY_MEASURES, DISPOSED_HERE, LOST_HERE
from stovepipe.measures.fates.requests import REQUEST_MEASURES
from stovepipe.measures.loads.load import CHANNEL_MEASURES, HURDLE_MEASURES, STATION_MEASURES
from stovepipe.measures.measure import Measure
from stovepipe.measures.timelines.rapport_over_time import RAPPORT_MEASURES
from stovepipe.measures.timelines.stocks import SYSTEM_MEASURES

MEASURES: tuple[Measure, ...] = (
    *DELIVERY_MEASURES, LOST_HERE, DISPOSED_HERE, *LATENCIES.values(), MEDIAN_OF_DELIVERED, *STATION_MEASURES,
    *CHANNEL_MEASURES, *HURDLE_MEASURES, *KNOWLEDGE_MEASURES, *HALF_TIMES.values(),
    *REQUEST_MEASURES,
    *RAPPORT_MEASURES,
    *SYSTEM_MEASURES,
)  # fmt: skip

KINDS: Mapping[str, Measure] = {measure.kind: measure for measure in MEASURES if measure.kind}
"""What a study may ask for, by the kind of outcome; of a latency, whichever quantile it asks for."""
