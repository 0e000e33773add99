"""Exports: one sheet of facts for each regimen, and one module for each format that tells it."""
