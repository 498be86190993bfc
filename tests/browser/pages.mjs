// What holds of every page: silent console, nothing loaded from elsewhere, nothing that axe finds, no scrolling sideways.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Opens a page and collects what it should not do.
export async function open(context, url) {
  const page = await context.newPage();
  page.setDefaultTimeout(4000);
  const wrong = [];
  const own = new URL(url).origin;
  page.on("console", (m) => { if (["error", "warning"].includes(m.type())) wrong.push(`console: ${m.text()}`); });
  page.on("pageerror", (e) => wrong.push(`exception: ${e.message}`));
  page.on("request", (r) => { if (!r.url().startsWith(own) && !r.url().startsWith("file:")) wrong.push(`leaves the site: ${r.url()}`); });
  page.on("requestfailed", (r) => wrong.push(`failed: ${r.url()}`));
  await page.goto(url, { waitUntil: "load" });
  return { page, wrong };
}

export async function accessible(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map((v) => `axe ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => `${n.target.join(" ")} ${n.failureSummary.split("\n").slice(1, 3).join(" ")}`).join(" | ")}`);
}

// Widths at which the page scrolls sideways, with the widest element.
export async function sideways(page, widths) {
  const wrong = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate(() => {
      const most = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= most) return null;
      const wide = [...document.querySelectorAll("main *, header *, footer *")].find((e) => e.getBoundingClientRect().right > most + 1 && !e.closest(".scroll, .sr"));
      return `${document.documentElement.scrollWidth} px, ${wide ? wide.outerHTML.slice(0, 120) : "?"}`;
    });
    if (over) wrong.push(`scrolls sideways at ${width} px: ${over}`);
  }
  return wrong;
}

// Tab from the top: every link, button and field that can be seen is reached once, in the order of the page, and shows it.
export async function keyboard(page) {
  const all = await page.evaluate(() => {
    const shown = (e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !e.disabled;
    const list = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(shown);
    list.forEach((e, n) => { e.dataset.stop = n; });
    return list.length;
  });
  const seen = [];
  let dull = [];
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  for (let n = 0; n < all + 40; n++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      const s = getComputedStyle(e);
      return [e.dataset.stop, s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0];
    });
    if (at[0] === undefined) break;
    // A field for a day is one stop for us and several for the keyboard.
    if (seen.at(-1) !== Number(at[0])) seen.push(Number(at[0]));
    if (!at[1]) dull.push(at[0]);
  }
  const wrong = [];
  const missed = Array.from({ length: all }, (_, n) => n).filter((n) => !seen.includes(n));
  if (missed.length) wrong.push(`the keyboard does not reach ${missed.length} of ${all}: ${await page.evaluate((n) => document.querySelector(`[data-stop="${n}"]`).outerHTML.slice(0, 160), missed[0])}`);
  if (seen.some((n, i) => i && n < seen[i - 1])) wrong.push("the keyboard's order is not the page's");
  if (dull.length) wrong.push(`${dull.length} places do not show that they have the keyboard, first ${await page.evaluate((n) => document.querySelector(`[data-stop="${n}"]`).outerHTML.slice(0, 160), dull[0])}`);
  return wrong;
}
