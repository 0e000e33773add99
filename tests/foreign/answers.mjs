// Filling in the answers of web pages, as a person does. Standard input: a list of
// {"page", "marks": {entry: {"answer", "note"}}, "note"}. Standard output: for each page what it then gave, as JSON.
import { readFileSync } from "node:fs";
import { address, given, withBrowser } from "./browser.mjs";

const box = (tab, entry) => tab.locator(`.answer[data-entry="${entry}"]`);
const said = (tab) => tab.locator("#answers-said").innerText();

async function fill(tab, { marks, note }) {
  for (const [entry, mark] of Object.entries(marks)) {
    if (mark.answer) await box(tab, entry).locator(`input[value=${mark.answer}]`).check();
    if (mark.note) await box(tab, entry).locator("textarea").fill(mark.note);
  }
  if (note) await tab.locator("#note-general").fill(note);
}

async function saved(tab) {
  const [download] = await Promise.all([
    tab.waitForEvent("download"),
    tab.locator("#save-answers").click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  return { name: download.suggestedFilename(), file: JSON.parse(text) };
}

async function carried(tab) {
  const [download] = await Promise.all([
    tab.waitForEvent("download"),
    tab.locator("a[download]").click(),
  ]);
  const data = readFileSync(await download.path());
  return { name: download.suggestedFilename(), data: data.toString("base64") };
}

async function withScript(browser, job) {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const tab = await context.newPage();
  const heard = [];
  tab.on("console", (message) => heard.push(message.text()));
  tab.on("pageerror", (error) => heard.push(error.message));
  await tab.goto(address(job.page));
  await tab.locator("#save-answers").click();
  const empty = await said(tab);
  await fill(tab, job);
  await tab.reload();
  const refilled = await said(tab);
  const file = await saved(tab);
  await tab.locator("#copy-answers").click();
  await tab.waitForFunction(() => /copied/.test(document.querySelector("#answers-said").innerText));
  const copied = await tab.evaluate(() => navigator.clipboard.readText());
  await tab.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("no"));
  });
  await tab.locator("#copy-answers").click();
  const byHand = await tab.locator("#answers-text").inputValue();
  for (const entry of Object.keys(job.marks)) {
    const clear = box(tab, entry).locator(".clear");
    if (await clear.isVisible()) await clear.click();
  }
  const cleared = await tab.locator(".answer input:checked").count();
  const toml = await carried(tab);
  const title = await tab.locator("h1").textContent();
  await context.close();
  return { ...file, empty, refilled, copied, byHand, cleared, toml, title, heard };
}

async function withoutScript(browser, job) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(address(job.page));
  const shown = {
    saving: await tab.locator(".saving").isVisible(),
    byHand: await tab.locator(".by-hand").innerText(),
    choices: await tab.locator(".answer input").count(),
    text: await tab.locator("body").innerText(),
  };
  await tab.locator(".answer input").first().check();
  await context.close();
  return shown;
}

const told = [];
const jobs = await given();
await withBrowser(async (browser) => {
  for (const job of jobs)
    told.push({ ...(await withScript(browser, job)), plain: await withoutScript(browser, job) });
});
console.log(JSON.stringify(told));
