// What a reader does: filters, search, the five questions, without JavaScript, from a disk.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { open, sideways } from "./pages.mjs";

export async function filters(context, address, name) {
  const { page, wrong } = await open(context, `${address}#statements`);
  const count = () => page.locator("#statements .statement:visible").count();
  const all = await count();
  const outlet = await page.locator("#filters select[name=outlet] option", { hasText: name }).getAttribute("value");
  await page.selectOption("#filters select[name=outlet]", outlet);
  const some = await count();
  if (!(some > 0 && some < all)) wrong.push(`the outlet's filter shows ${some} of ${all}`);
  if (new URL(page.url()).searchParams.get("outlet") !== outlet) wrong.push("the filter is not in the address");
  const other = await page.locator("#statements .statement:visible").evaluateAll((l, o) => l.filter((e) => !e.dataset.outlets.split(" ").includes(o)).length, outlet);
  if (other) wrong.push(`${other} statements of other outlets are shown`);
  await page.reload();
  if (await count() !== some) wrong.push("the filter does not outlive a reload");
  await page.selectOption("#filters select[name=act]", { index: 1 });
  if (await count() > some) wrong.push("a second filter shows more");
  const hidden = await page.locator("#statements .statement").evaluateAll((l) => l.find((e) => e.hidden).id);
  await page.evaluate((id) => { location.hash = id; }, hidden);
  await page.waitForTimeout(100);
  if (!await page.locator(`#${hidden}`).isVisible()) wrong.push("a link to a statement that is filtered away leads nowhere");
  await page.close();
  return wrong;
}

export async function search(context, address, { name, typos, outlet }) {
  const { page, wrong } = await open(context, address);
  const results = page.locator("#search-results li");
  const type = async (words) => {
    await page.fill("#search-input", words);
    await page.waitForFunction((w) => document.getElementById("search-results").dataset.query === w, words);
    return results.count();
  };
  for (const words of [name, ...typos, name.slice(0, 4)]) {
    if (!await type(words) || !(await page.locator("#search-results").innerText()).includes(name.split(" ").at(-1))) wrong.push(`nothing of “${name}” for “${words}”`);
  }
  if (await type("zzqxzz") || !(await page.locator("#search-status").innerText())) wrong.push("nothing found is not said");
  const all = await type(name);
  await page.selectOption("#search-filters select[name=outlet]", outlet);
  await page.waitForFunction((o) => new URLSearchParams(location.search).get("outlet") === o, outlet);
  await page.waitForTimeout(300);
  const some = await results.count();
  if (!(some > 0 && some < all)) wrong.push(`the filter by outlet shows ${some} of ${all}`);
  if (!(await results.first().innerText()).includes("←")) wrong.push("a result does not show its chain");
  await page.focus("#search-input");
  await page.keyboard.press("ArrowDown");
  if (!await page.evaluate(() => document.activeElement.closest("#search-results"))) wrong.push("the arrow key does not reach the results");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#s-/).catch(() => wrong.push("a result does not lead to its statement"));
  await page.close();
  return wrong;
}

// The five questions of a reader, each in at most two actions from the top of the story page; a click is an action.
export async function questions(context, address) {
  const { page, wrong } = await open(context, address);
  const seen = (locator, what) => locator.first().isVisible().then((is) => { if (!is) wrong.push(`not seen: ${what}`); });
  // Who denied this, and in which outlet: on the page, without an action.
  const denial = page.locator(".claim .stance-denies");
  await seen(denial.locator(".holder"), "who denies");
  await seen(denial.locator(".places a"), "through which outlets");
  // What did only one outlet report: the contents, then the outlet.
  await page.click("nav.toc a[href='#only']");
  await page.locator("#only summary").first().click();
  await seen(page.locator("#only li q"), "what only one outlet has");
  // Show me the sentence in the source: the outlet's name beside the words.
  const place = denial.locator(".places a").first();
  const target = await place.getAttribute("href");
  await place.click();
  await page.waitForURL(/#p/);
  if (!target.includes("#p") || !await page.locator(`[id="${target.split("#")[1]}"]`).count()) wrong.push("the passage is not in the article's page");
  await seen(page.locator(".anchor:target + .m, .anchor:target + .anchor + .m"), "the passage in its article");
  await page.goto(address);
  // Which words did each outlet use: the contents lead to them.
  await page.click("nav.toc a[href='#wordings']");
  await seen(page.locator("#wordings dd"), "the wordings");
  if (await page.locator("nav.toc a[aria-current]").count() !== 1) wrong.push("the contents do not show where one is");
  await page.goto(address);
  const compare = page.locator(".claim a.compare");
  if (await compare.count()) {
    await compare.first().click();
    await page.waitForURL(/#w-/);
    await seen(page.locator(".wordings:target dd"), "the wordings of a party's statement");
  }
  // When was it said, and how do they know: the day and its words beside a statement.
  await page.click("nav.toc a[href='#timeline']");
  await seen(page.locator("#timeline .dated"), "the words that date it");
  // The sentence of an event, too, is one action away.
  const event = page.locator("#timeline .entry.event .dated a");
  if (await event.count()) {
    await event.first().click();
    await page.waitForURL(/#[ep]/);
    await seen(page.locator(".anchor:target + .m, .anchor:target + .anchor + .m, .anchor:target + sup + .m"), "the words of an event in its article");
  }
  await page.close();
  return wrong;
}

// A first result must cost little, whatever the size of the site: everything the search page loads until then, compressed.
export async function firstResult(context, address, words, most) {
  const page = await context.newPage();
  let bytes = 0;
  page.on("response", async (r) => { if (r.ok()) bytes += gzipSync(await r.body()).length; });
  await page.goto(address);
  await page.fill("#search-input", words);
  await page.locator("#search-results li").first().waitFor();
  await page.waitForTimeout(100);
  await page.close();
  console.log(`search, up to its first page of results: ${bytes} bytes`);
  return bytes > 0 && bytes < most ? [] : [`a first result costs ${bytes} bytes, more than ${most}`];
}

// On paper there is nothing to unfold and nothing to navigate by.
export async function paper(context, address) {
  const { page, wrong } = await open(context, address);
  await page.emulateMedia({ media: "print" });
  if (await page.locator(".toc, #filters, header.site nav").evaluateAll((l) => l.some((e) => e.checkVisibility()))) wrong.push("print shows what only a screen can use");
  const folded = await page.locator("details li, details q").evaluateAll((l) => l.filter((e) => e.getBoundingClientRect().height === 0).length);
  if (folded) wrong.push(`print leaves ${folded} lines folded`);
  await page.close();
  return wrong;
}

// A site in a language written from right to left: the page is turned round and nothing leaves it.
export async function mirrored(context, address) {
  const { page, wrong } = await open(context, address);
  const at = await page.evaluate(() => {
    const box = (s) => document.querySelector(s).getBoundingClientRect();
    return { dir: document.documentElement.dir, toc: box(".toc").left > box(".sections").left, axis: box(".day > h3").left > box(".day .entries").left,
      name: box("header.site .name").left > box("header.site nav").left };
  });
  if (at.dir !== "rtl") wrong.push("the page does not say that it is written from right to left");
  for (const what of ["toc", "axis", "name"]) if (!at[what]) wrong.push(`${what} stands on the wrong side`);
  wrong.push(...await sideways(page, [320, 768, 1280]));
  await page.close();
  return wrong;
}

// The theme of site.toml reaches the pages.
export async function themed(browser, address, { light, dark, font }) {
  const wrong = [];
  for (const [scheme, colour] of [["light", light], ["dark", dark]]) {
    const context = await browser.newContext({ colorScheme: scheme });
    const { page, wrong: more } = await open(context, address);
    const seen = await page.evaluate(() => [getComputedStyle(document.querySelector(".chips a")).color, getComputedStyle(document.querySelector("h1")).fontFamily]);
    if (seen[0] !== colour) wrong.push(`${scheme}: the accent is ${seen[0]}, not ${colour}`);
    if (!seen[1].includes(font)) wrong.push(`${scheme}: headings are set in ${seen[1]}`);
    wrong.push(...more);
    await context.close();
  }
  return wrong;
}

// `digest serve`: a change is seen without a hand moved; a mistake stands over the last good page until it is mended.
export async function reload(context, root, digest) {
  const server = spawn(digest, ["serve", "--root", root, "--port", "0", "--poll", "--json"], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const line = await new Promise((done, fail) => {
      let text = "";
      server.stdout.on("data", (d) => { text += d; if (text.includes("\n")) done(text.split("\n")[0]); });
      server.on("exit", () => fail(new Error("serve ended")));
    });
    const { page, wrong } = await open(context, `${JSON.parse(line).url}harrow-dam/`);
    const file = join(root, "content/harrow-dam/story.toml");
    const before = readFileSync(file, "utf8");
    const title = (t) => page.waitForFunction((t) => document.querySelector("h1")?.textContent.includes(t), t, { timeout: 20000 });
    writeFileSync(file, before.replace("was the operator warned?", "who knew?"));
    await title("who knew?").catch(() => wrong.push("a change is not shown"));
    writeFileSync(file, "title = <b>nothing\n");
    await page.locator(".digest-problems", { hasText: "story.toml" }).waitFor({ timeout: 20000 }).catch(() => wrong.push("a mistake is not shown"));
    await title("who knew?").catch(() => wrong.push("the last good page is gone"));
    writeFileSync(file, before);
    await title("was the operator warned?").catch(() => wrong.push("what was mended is not shown"));
    // The page is loaded anew while a stream of events is open: those ends are no faults.
    const real = wrong.filter((w) => !w.startsWith("failed:"));
    await page.close();
    return real;
  } finally {
    server.kill();
  }
}

export async function plain(browser, address) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1000, height: 800 } });
  const { page, wrong } = await open(context, `${address}harrow-dam/index.html`);
  const words = await page.locator("main").innerText();
  for (const w of ["Hal Ren", "No such report reached us", "would not say"]) if (!words.includes(w)) wrong.push(`without JavaScript there is no “${w}”`);
  if (await page.locator("#filters").isVisible()) wrong.push("filters that do nothing are shown");
  await page.goto(`${address}search/index.html`);
  if (await page.locator("#search-form").isVisible() || !(await page.locator("noscript").innerText())) wrong.push("the search page says nothing without JavaScript");
  await context.close();
  return wrong;
}

// From a disk: every link of the first page leads to a file, styles are there.
export async function disk(context, folder) {
  const { page, wrong } = await open(context, `file://${folder}/index.html`);
  await page.click(".card a >> nth=0");
  await page.waitForURL(/\/[^/]+\/index\.html$/);
  if (!await page.locator("main h1").count()) wrong.push("a card leads nowhere from a disk");
  if (await page.evaluate(() => getComputedStyle(document.querySelector(".skip")).position) !== "absolute") wrong.push("no style from a disk");
  await page.locator(".chips a").first().click();
  await page.locator(".provenance").waitFor();
  if (!await page.locator(".provenance").count()) wrong.push("an article is not found from a disk");
  await page.goto(`file://${folder}/search/index.html`);
  await page.waitForFunction(() => document.getElementById("search-status").textContent);
  await page.close();
  return wrong;
}
