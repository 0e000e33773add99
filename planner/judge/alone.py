"""What the judge says of a label by itself, whoever takes it."""

from __future__ import annotations

from dataclasses import replace

from planner.catalogue import Catalogue
from planner.clock import parse_time_of_day, parse_when
from planner.judge import judge
from planner.judge.findings import Finding
from planner.regimen.models import Entry, Product, Regimen

_NAME = "label"
_PRODUCTS, _PRODUCT = "products", "product"


def label_findings(product: Product, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Return what is found about a label for one serving of it, keys as in a file of the shelf.

    What depends on the dose, the time or the person is no matter of the label.
    """
    entry = Entry(product=_NAME, dose=product.serving, when=(parse_when("at bedtime"),))
    regimen = Regimen(
        title=_NAME,
        bedtime=parse_time_of_day("22:30"),
        entries={_NAME: entry},
        products={_NAME: product},
    )
    return tuple(
        replace(each, path=(_PRODUCT, *each.path[2:]), entry=None, concerns=())
        for each in judge(regimen, catalogue).findings
        if each.path[:1] == (_PRODUCTS,)
    )
