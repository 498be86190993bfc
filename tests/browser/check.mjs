// Proof that the pages do what docs/design.md says, in headless Chromium. Prints every fault; exit status 1 where there is one.
//   DIGEST=path/to/digest node check.mjs
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { data } from "./data.mjs";
import { accessible, keyboard, open, sideways } from "./pages.mjs";
import { build, digest, repository, rootOf, serve } from "./site.mjs";
import { disk, filters, firstResult, mirrored, paper, plain, questions, reload, search, themed } from "./tasks.mjs";
import { wide } from "./wide.mjs";

const BUDGET = 60_000;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const faults = [];
const note = (where, wrong) => wrong.forEach((w) => faults.push(`${where}: ${w}`));
// A task that throws is a fault of its own, not the end of the others.
const attempt = async (where, task) => note(where, await task.catch((e) => [String(e.message).split("\n").slice(0, 3).join(" ")]));
const folders = (path) => readdirSync(path, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();

const settings = 'title = "Side by side"\nauthor = "A desk"\n';
const excerpts = build("excerpts", `${settings}base_url = "https://example.org/a/b/"\n`);
const full = build("full", `${settings}language = "es"\n[publish]\nmode = "full"\n`);
// A page turned round, as for a language written from right to left, by a template of the site; and a theme.
const base = readFileSync(join(repository, "templates/base.html"), "utf8").replace('dir="{{ site.dir }}"', 'dir="rtl"');
const theme = '[theme]\naccent = "#0b4f8a"\naccent_dark = "#9cc9f5"\nheading_font = "Newsreader, serif"\n';
const turned = build("turned", `${settings}${theme}`, { ...wide(), "../templates/base.html": base });
const sample = folders(excerpts).find((f) => f !== "harrow-dam" && readdirSync(join(excerpts, f)).includes("digest.json"));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
for (const [name, folder] of [["excerpts", excerpts], ["full", full]]) {
  const host = await serve(folder, "/a/b/");
  const article = folders(join(folder, sample))[0];
  const speaker = folders(join(folder, "speakers")).find((f) => f.includes("ren")) || folders(join(folder, "speakers"))[0];
  const pages = ["", `${sample}/`, "harrow-dam/", `${sample}/${article}/`, "harrow-dam/norte/", "speakers/", `speakers/${speaker}/`, "outlets/",
    `outlets/${folders(join(folder, "outlets"))[0]}/`, "search/", "tags/", `tags/${folders(join(folder, "tags"))[0]}/`, "corrections/", "404.html"];
  for (const scheme of ["light", "dark"]) {
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
    for (const path of pages) {
      const { page, wrong } = await open(context, host.address + path);
      // A page for what is missing is made for the address of the site, which this host has only for one of the two.
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
      wrong.push(...await accessible(page));
      if (scheme === "light") {
        wrong.push(...await sideways(page, [320, 768, 1280]));
        if (name === "excerpts") wrong.push(...await keyboard(page));
      }
      console.log(`${name}, ${scheme}, /${path}: ${wrong.length ? wrong.length : "holds"}`);
      note(`${name}, ${scheme}, /${path}`, wrong);
      await page.close();
    }
    await context.close();
  }
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const missing = await context.newPage();
  const answer = await missing.goto(`${host.address}no/such/page`);
  if (answer.status() !== 404 || !await missing.locator("h1").count()) note(name, ["no page for what does not exist"]);
  if (name === "excerpts") {
    await attempt("filters", filters(context, `${host.address}harrow-dam/`, "Radio 6"));
    await attempt("questions", questions(context, `${host.address}${sample}/`));
    await attempt("search", search(context, `${host.address}search/`, { name: "Ana Bell", typos: ["ana bekl", "ana ebll", "ana bbell"], outlet: "Radio 6" }));
    await attempt("search", firstResult(context, `${host.address}search/`, "report", BUDGET));
    for (const story of [sample, "harrow-dam"]) await attempt(`${story} on paper`, paper(context, `${host.address}${story}/`));
    await attempt("without JavaScript", plain(browser, host.address));
    await attempt("from a disk", disk(context, folder));
    for (const story of [sample, "harrow-dam"]) await attempt(`data of ${story}`, data(folder, story));
    weigh(folder, `${sample}/index.html`);
  }
  await context.close();
  host.close();
}
{
  const host = await serve(turned, "/a/b/");
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  for (const story of [sample, "harrow-dam"]) await attempt(`${story}, from right to left`, mirrored(context, `${host.address}${story}/`));
  await attempt("theme", themed(browser, `${host.address}${sample}/`, { light: "rgb(11, 79, 138)", dark: "rgb(156, 201, 245)", font: "Newsreader" }));
  host.close();
  await attempt("live reload", reload(context, rootOf("turned"), digest));
  await context.close();
}
await browser.close();

// Everything a first visit to a story loads, compressed as hosts do.
function weigh(folder, path) {
  const html = readFileSync(join(folder, path), "utf8");
  const files = [...html.matchAll(/<(?:link rel="stylesheet" href|script src)="\.\.\/([^"]+)"/g)].map((m) => m[1]);
  const sizes = [path, ...files].map((f) => [f, gzipSync(readFileSync(join(folder, f)), { level: 6 }).length]);
  const all = sizes.reduce((n, [, s]) => n + s, 0);
  console.log(`weight of a story: ${sizes.map(([f, s]) => `${f} ${s}`).join(", ")}; together ${all} bytes, budget ${BUDGET}`);
  if (all > BUDGET) faults.push(`a story weighs ${all} bytes, more than ${BUDGET}`);
}

const vnu = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
for (const folder of [excerpts, full]) {
  try {
    execFileSync("java", ["-Xss4m", "-jar", vnu, "--skip-non-html", "--also-check-css", "--errors-only", "--format", "gnu", folder], { stdio: "pipe", maxBuffer: 1 << 26 });
  } catch (e) {
    note("vnu", String(e.stderr || e).trim().split("\n").slice(0, 30));
  }
}

if (faults.length) {
  console.error(`${faults.length} faults\n${faults.join("\n")}`);
  process.exit(1);
}
console.log("the pages hold");
