"""Ways to find out which inputs matter: a file and an object for each."""

from collections.abc import Mapping
from typing import Any

from stovepipe.sensitivity.method import Method
from stovepipe.sensitivity.methods.morris import MORRIS
from stovepipe.sensitivity.methods.pawn import PAWN
from stovepipe.sensitivity.methods.prim import PRIM
from stovepipe.sensitivity.methods.sobol import SOBOL
from stovepipe.sensitivity.methods.tornado import TORNADO
from stovepipe.sensitivity.methods.verdict import VERDICT

METHODS: Mapping[str, Method[Any, Any]] = {
    method.name: method for method in (MORRIS, SOBOL, PAWN, TORNADO, PRIM, VERDICT)
}
"""By name. A new method is a file, an entry here, a row in the file of a study, and its words and tables."""
