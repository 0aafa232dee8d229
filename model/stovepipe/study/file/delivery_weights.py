"""How much a delivery counts in an outcome: the weight of its class times the weight of its consumer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from stovepipe.scenario.language.values.quantities import read
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Name
from stovepipe.scenario.problems.problem import fault

WEIGHT_SCHEMA: dict[str, Any] = {"type": "number", "minimum": 0, "examples": [5]}


def _read_weight(raw: object) -> float:
    return read(raw, "factor").value


Weight = Annotated[float, PlainValidator(_read_weight), PlainSerializer(float), WithJsonSchema(WEIGHT_SCHEMA)]


class DeliveryWeights(Shape):
    """DeliveryWeights of deliveries: the product of both, and 1 for what is not named."""

    classes: dict[Name, Weight] = Field(default_factory=dict)
    consumers: dict[Name, Weight] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _say_something(self) -> DeliveryWeights:
        if not self.classes and not self.consumers:
            raise fault("no weight is given", "write, for example, weights: {classes: {warning: 5}}")
        return self

    def of(self, consumer: str, report_class: str) -> float:
        """The weight of a delivery of a class to a consumer.

        >>> DeliveryWeights(classes={"warning": 5}, consumers={"chief": 2}).of("chief", "warning")
        10.0
        >>> DeliveryWeights(classes={"warning": 5}).of("chief", "pattern")
        1.0
        """
        return self.classes.get(report_class, 1.0) * self.consumers.get(consumer, 1.0)

    def __str__(self) -> str:
        """The weights by name, sorted.

        >>> print(DeliveryWeights(classes={"warning": 5, "pattern": 0.5}, consumers={"chief": 2}))
        pattern 0.5, warning 5, chief 2
        """
        return ", ".join(
            f"{name} {weight:g}"
            for each in (self.classes, self.consumers)
            for name, weight in sorted(each.items())
        )
