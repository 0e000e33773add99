// What axe-core and a browser say of web pages.
// Standard input: [{"page", "checks": [{"width", "scheme", "spacing", "paper", "axe"}]}].
// Standard output, as JSON: for each check of each page what was found; nothing found is an empty list.
import { readFileSync } from "node:fs";
import { address, given, require, withBrowser } from "./browser.mjs";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// The least spacing of text that a page has to bear (WCAG 2.2, 1.4.12).
const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`;

/** Open everything that can be opened, and set the spacing of its text. */
function prepare(style) {
  for (const each of document.querySelectorAll("details")) each.open = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
}

/** Elements that stick out of a page which scrolls sideways. */
function sticking() {
  const wide = document.documentElement.scrollWidth;
  const room = document.documentElement.clientWidth;
  if (wide <= room) return [];
  const out = [...document.querySelectorAll("body *")].filter(
    (each) => each.getBoundingClientRect().right > room + 0.5,
  );
  return out.slice(0, 5).map((each) => `sticks out: ${each.outerHTML.slice(0, 120)}`);
}

/** The smallest letters that can be seen, in pixels. */
function smallestLetters() {
  const sizes = [...document.querySelectorAll("body *:not(script, title, desc)")]
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((each) => each.getBoundingClientRect().width > 1)
    .map((each) => parseFloat(getComputedStyle(each).fontSize));
  return Math.min(...sizes);
}

async function wrongByAxe(tab) {
  await tab.evaluate(AXE);
  const results = await tab.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), TAGS);
  const found = results.violations.map(({ id, help, nodes }) => {
    const where = nodes.map((node) => node.html.slice(0, 160)).join(" | ");
    return `${id}: ${help}: ${where}`;
  });
  return { found, passed: results.passes.length };
}

async function check(tab, { width = 1280, scheme = "light", spacing, paper, axe }) {
  await tab.setViewportSize({ width, height: 900 });
  await tab.emulateMedia({ colorScheme: scheme, media: paper ? "print" : "screen" });
  await tab.evaluate(prepare, spacing ? SPACING : "");
  const { found, passed } = axe ? await wrongByAxe(tab) : { found: [], passed: 0 };
  found.push(...(await tab.evaluate(sticking)));
  return { found, passed, smallest: await tab.evaluate(smallestLetters) };
}

async function look(browser, { page, checks }) {
  const tab = await browser.newPage();
  const heard = [];
  tab.on("console", (message) => heard.push(`${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => heard.push(`error: ${error.message}`));
  tab.on("dialog", (dialog) => heard.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  tab.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) heard.push(`request: ${request.url()}`);
  });
  await tab.goto(address(page));
  const told = [];
  for (const each of checks) told.push({ page, ...each, ...(await check(tab, each)) });
  told[0].found.push(...heard);
  await tab.close();
  return told;
}

const told = [];
const jobs = await given();
await withBrowser(async (browser) => {
  for (const job of jobs) told.push(...(await look(browser, job)));
});
console.log(JSON.stringify(told));
