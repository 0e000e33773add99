"""What is documented: dose ranges, limits, cautions and separations, each with its source."""

from planner.catalogue.loading import CatalogueError, load_catalogue, read_catalogue
from planner.catalogue.lookup import OTHER, Catalogue, LimitLookup

__all__ = [
    "OTHER",
    "Catalogue",
    "CatalogueError",
    "LimitLookup",
    "load_catalogue",
    "read_catalogue",
]
