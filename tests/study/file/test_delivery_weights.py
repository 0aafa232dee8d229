"""How much a delivery counts: the product of two weights, each 1 where it is not named."""

import pytest
from pydantic import ValidationError

from stovepipe.study.file.delivery_weights import DeliveryWeights

WEIGHTS = DeliveryWeights.model_validate({"classes": {"warning": 5}, "consumers": {"chief": "50 %"}})


@pytest.mark.parametrize(
    ("consumer", "report_class", "weight"),
    [
        ("chief", "warning", 2.5),
        ("chief", "pattern", 0.5),
        ("governor", "warning", 5),
        ("governor", "pattern", 1),
    ],
)
def test_a_weight_is_the_product_of_that_of_the_class_and_that_of_the_consumer(
    consumer: str, report_class: str, weight: float
) -> None:
    assert WEIGHTS.of(consumer, report_class) == weight


def test_weights_are_told_by_name() -> None:
    assert str(WEIGHTS) == "warning 5, chief 0.5"


@pytest.mark.parametrize(
    "said", [{}, {"classes": {}}, {"classes": {"warning": -1}}, {"classes": {"warning": "heavy"}}]
)
def test_what_is_no_weight_is_refused(said: object) -> None:
    with pytest.raises(ValidationError):
        DeliveryWeights.model_validate(said)
