// Reads Markdown with commonmark.js, the reference reader of CommonMark.
// In: a JSON list of documents. Out: for each its blocks of text, [where, text], with where such as
// h1, p, li1 (an item) and li2 (an item within); a hard break is a line feed, a soft one is ␊.
// Besides the links, and the kinds of everything that is neither text, heading, list nor link.

import { createRequire } from "node:module";
import { join } from "node:path";
import { readFileSync } from "node:fs";

const modules = process.env.PLANNER_NODE_MODULES ?? join(import.meta.dirname, "node_modules");
const { Parser } = createRequire(join(modules, "any.cjs"))("commonmark");

const plain = new Set(["document", "list", "item", "paragraph", "heading", "text", "link"]);
const breaks = { linebreak: "\n", softbreak: "␊" };

function read(source) {
  const blocks = [];
  const links = [];
  const other = [];
  let depth = 0;
  const walker = new Parser().parse(source).walker();
  for (let step = walker.next(); step; step = walker.next()) {
    const { node, entering } = step;
    if (node.type === "item") depth += entering ? 1 : -1;
    if (!entering) continue;
    if (node.type === "heading") blocks.push([`h${node.level}`, ""]);
    else if (node.type === "paragraph") blocks.push([depth ? `li${depth}` : "p", ""]);
    else if (node.type === "text") blocks.at(-1)[1] += node.literal;
    else if (node.type in breaks) blocks.at(-1)[1] += breaks[node.type];
    else if (node.type === "link") links.push(node.destination);
    else if (!plain.has(node.type)) other.push(node.type);
  }
  return { blocks, links, other };
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
