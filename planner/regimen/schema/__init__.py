"""The JSON Schema of regimen files: keys as the models have them, ids as the catalogue has them."""

from planner.regimen.schema.building import product_schema, regimen_schema, shipped_path
from planner.regimen.schema.laying_out import schema_text

__all__ = ["product_schema", "regimen_schema", "schema_text", "shipped_path"]
