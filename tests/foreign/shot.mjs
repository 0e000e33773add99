// Pictures and printed pages of a web page.
//   node shot.mjs PAGE.html OUT.png [WIDTH [HEIGHT|full [light|dark]]]
//   node shot.mjs PAGE.html --pdf OUT.pdf [A4|Letter]
// With one argument, `-`, it reads a list of {page, pdf, paper} and prints them all.
import { address, given, withBrowser } from "./browser.mjs";

async function shoot(browser, page, out, width = 1280, height = "full", scheme = "light") {
  const full = height === "full";
  const context = await browser.newContext({
    colorScheme: scheme,
    deviceScaleFactor: 2,
    viewport: { width: Number(width), height: full ? 900 : Number(height) },
  });
  const tab = await context.newPage();
  await tab.goto(address(page));
  await tab.screenshot({ path: out, fullPage: full, animations: "disabled" });
  await context.close();
}

async function print(browser, { page, pdf, paper = "A4" }) {
  const tab = await browser.newPage();
  await tab.goto(address(page));
  await tab.pdf({ path: pdf, format: paper, preferCSSPageSize: false, tagged: true });
  await tab.close();
}

const words = process.argv.slice(2);
await withBrowser(async (browser) => {
  if (words[0] === "-") {
    for (const each of await given()) await print(browser, each);
    console.log("[]");
  } else if (words[1] === "--pdf") {
    await print(browser, { page: words[0], pdf: words[2], paper: words[3] });
  } else {
    await shoot(browser, ...words);
  }
});
