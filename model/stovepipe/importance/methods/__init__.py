"""Ways to find out which inputs matter: a file and an object for each."""

from collections.abc import Mapping
from typing import Any

from stovepipe.importance.method import Method
from stovepipe.importance.methods.morris import MORRIS
from stovepipe.importance.methods.pawn import PAWN
from stovepipe.importance.methods.prim import PRIM
from stovepipe.importance.methods.sobol import SOBOL
from stovepipe.importance.methods.tornado import TORNADO
from stovepipe.importance.methods.verdict import VERDICT

METHODS: Mapping[str, Method[Any, Any]] = {
    method.name: method for method in (MORRIS, SOBOL, PAWN, TORNADO, PRIM, VERDICT)
}
"""By name. A new method is a file, an entry here, a row in the file of a study, and its words and tables."""
