"""Where each key of a regimen's text stands; see `planner.positions`."""

from planner.positions import NO_POSITIONS, KeyPath, Positions, find_positions

__all__ = ["NO_POSITIONS", "KeyPath", "Positions", "find_positions"]
