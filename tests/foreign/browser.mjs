// Starting the Chromium of this machine, without anything that would talk to the network.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const modules = resolve(process.env.PLANNER_NODE_MODULES ?? join(folder, "node_modules"));

/** Modules of others, wherever they are installed. */
export const require = createRequire(join(modules, "none.js"));

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

function program() {
  if (process.env.PLANNER_CHROMIUM) return process.env.PLANNER_CHROMIUM;
  const paths = (process.env.PATH ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => paths.map((path) => join(path, name))).find(existsSync);
  if (!found) throw new Error("no Chromium is installed");
  return found;
}

/** Give a running browser to `use`, and end it afterwards. */
export async function withBrowser(use) {
  const { chromium } = require("playwright-core");
  const browser = await chromium.launch({
    executablePath: program(),
    headless: true,
    args: FLAGS,
    chromiumSandbox: false,
  });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/** The address of a file. */
export const address = (path) => pathToFileURL(resolve(path)).href;

/** What is given on standard input, as JSON. */
export async function given() {
  let text = "";
  for await (const chunk of process.stdin) text += chunk;
  return JSON.parse(text);
}
