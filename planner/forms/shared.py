"""Whose label it is that stands in the form: the shelf's, as long as nobody changes it there."""

from __future__ import annotations

from planner.catalogue import Catalogue
from planner.forms.draft import Draft, Drafted
from planner.forms.filling import says_the_same
from planner.forms.labels import read_product
from planner.forms.offers import shared_words
from planner.library.home import made_own
from planner.library.kinds import PRODUCTS
from planner.regimen.models import Product, Regimen, SharedProduct
from planner.regimen.redacting import own_label
from planner.wording import listed, visible


def label_kept(draft: Draft, product: Product, regimen: Regimen) -> Product:
    """Return the label of the shelf where the form still says what it says, else that of the form.

    `product` is what the form comes to. A regimen that holds another label under the same id cannot
    refer to the shelf's: its own one counts.
    """
    shared = draft.shared
    if shared is None or not _is_unchanged(draft, shared, product):
        return product
    return product if _is_in_the_way(shared, regimen) else shared


def label_note(draft: Draft, regimen: Regimen, entry: str | None, catalogue: Catalogue) -> str:
    """Say whose label the form holds and which other entries take from it, a line each."""
    said = (
        whose_words(draft, regimen, catalogue),
        shared_words(regimen, draft.product, entry),
    )
    return "\n".join(filter(None, said))


def whose_words(draft: Draft, regimen: Regimen, catalogue: Catalogue) -> str:
    """Say whose label the form holds; empty where no shelf has to do with it."""
    shared = draft.shared
    if shared is None or not draft.is_product:
        return ""
    file = f"{PRODUCTS}/{shared.id}.toml"
    if not _is_unchanged(draft, shared, read_product(draft, catalogue, Drafted())):
        return f"This plan gets a label of its own; the one on the shelf ({file}) stays as it is."
    if _is_in_the_way(shared, regimen):
        return (
            f"This plan has another label called {shared.id}, so that it cannot refer to the one on"
            f" the shelf ({file}): it gets a copy."
        )
    return (
        f"From the shelf ({file}): the plan refers to this label. Change it here, and the plan gets"
        " a label of its own."
    )


def own_words(before: Regimen, after: Regimen) -> str:
    """Say which labels of the shelf have become a regimen's own as it was saved; empty for none."""
    names = [visible(name) for name in made_own(before, after)]
    if not names:
        return ""
    if len(names) == 1:
        return f"The label of {names[0]} stands in the plan itself now: no shelf there has it."
    return f"The labels of {listed(names)} stand in the plan itself now: no shelf there has them."


def _is_unchanged(draft: Draft, shared: SharedProduct, product: Product | None) -> bool:
    return says_the_same(draft, shared) or product == own_label(shared)


def _is_in_the_way(shared: SharedProduct, regimen: Regimen) -> bool:
    """Whether a regimen holds another label under the id of one of the shelf."""
    held = regimen.products.get(shared.id)
    return held is not None and own_label(held) != own_label(shared)
