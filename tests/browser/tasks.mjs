// What a reader does: filters, search, the five questions, without JavaScript, from a disk.
import { open } from "./pages.mjs";

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
  // When was it said, and how do they know: the day and its words beside a statement.
  await page.click("nav.toc a[href='#timeline']");
  await seen(page.locator("#timeline .dated"), "the words that date it");
  await page.close();
  return wrong;
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
