// Edits TOML as an editor does that has taplo's language server, and tells what that offers.
// In: {"root": folder, "documents": [{"text", "line", "character"}]}; each first line names a schema.
// Out: for each document what can be inserted there, as [label, text, explanation], and what is
// said of the word there.

import { createRequire } from "node:module";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const modules = process.env.PLANNER_NODE_MODULES ?? join(import.meta.dirname, "node_modules");
const { TaploLsp } = createRequire(join(modules, "any.cjs"))("@taplo/lsp");

const { root, documents } = JSON.parse(readFileSync(0, "utf8"));
const filePath = (url) => (url.startsWith("file:") ? fileURLToPath(url) : "");

const environment = {
  now: () => new Date(),
  envVar: (name) => (name === "RUST_LOG" ? "off" : undefined),
  envVars: () => [],
  stdErrAtty: () => false,
  stdin: process.stdin,
  stdout: process.stderr,
  stderr: process.stderr,
  glob: () => [],
  readFile: async (path) => readFileSync(path.startsWith("file:") ? filePath(path) : path),
  writeFile: async () => {
    throw new Error("nothing is written");
  },
  urlToFilePath: filePath,
  isAbsolute: (path) => path.startsWith("/"),
  cwd: () => root,
  findConfigFile: () => undefined,
};
const settings = { schema: { enabled: true, catalogs: [], associations: {}, links: false } };

const asked = new Map();
const opened = new Map();

function hear(message) {
  const { id, method, params } = message;
  if (method && id !== undefined) {
    const items = method === "workspace/configuration" ? params.items.map(() => settings) : null;
    server.send({ jsonrpc: "2.0", id, result: items });
  } else if (id !== undefined) asked.get(id)(message.result ?? null);
  else if (method === "textDocument/publishDiagnostics") opened.get(params.uri)?.();
}

const server = await TaploLsp.initialize(environment, { onMessage: hear });
const tell = (method, params) => server.send({ jsonrpc: "2.0", method, params });

function ask(method, params) {
  return new Promise((answer) => {
    const id = asked.size + 1;
    asked.set(id, answer);
    server.send({ jsonrpc: "2.0", id, method, params });
  });
}

async function look({ text, line, character }, number) {
  const uri = pathToFileURL(join(root, `document-${number}.toml`)).href;
  await new Promise((looked) => {
    opened.set(uri, looked);
    tell("textDocument/didOpen", {
      textDocument: { uri, languageId: "toml", version: 1, text },
    });
  });
  const at = { textDocument: { uri }, position: { line, character } };
  const offered = (await ask("textDocument/completion", at)) ?? [];
  const said = await ask("textDocument/hover", at);
  return {
    offered: offered.map((each) => [
      each.label,
      each.insertText ?? each.textEdit?.newText ?? null,
      each.documentation?.value ?? null,
    ]),
    said: said?.contents.value ?? null,
  };
}

const folder = pathToFileURL(root).href;
await ask("initialize", {
  processId: null,
  rootUri: folder,
  workspaceFolders: [{ uri: folder, name: "plans" }],
  capabilities: { workspace: { configuration: true } },
});
tell("initialized", {});

const found = [];
for (const [number, document] of documents.entries()) found.push(await look(document, number));
await new Promise((written) => process.stdout.write(JSON.stringify(found), written));
process.exit(0);
