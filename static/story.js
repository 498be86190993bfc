// Filters of the story page: they only hide. Their state stands in the address, so that it can be sent on. The contents
// show which section is being read.
"use strict";
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  form.hidden = false;
  const items = [...document.querySelectorAll("#statements .statement")];
  const groups = [...document.querySelectorAll("#statements .group")];
  const open = groups.filter((g) => g.open);
  const output = form.querySelector("output");
  const names = ["outlet", "speaker", "act"];
  const fields = Object.fromEntries(names.map((n) => [n, form.elements[n]]));
  const given = new URLSearchParams(location.search);
  for (const n of names) {
    const value = given.get(n);
    if (value && [...fields[n].options].some((o) => o.value === value)) fields[n].value = value;
  }
  const has = (item, key, value) => !value || (item.dataset[key] || "").split(" ").includes(value);
  const show = (first) => {
    let shown = 0;
    for (const item of items) {
      const fits = has(item, "outlets", fields.outlet.value) && has(item, "speakers", fields.speaker.value) && has(item, "act", fields.act.value);
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    // What is found must be seen: groups open while a filter is set, and go back to how they were.
    const any = names.some((n) => fields[n].value);
    for (const g of groups) {
      g.hidden = !g.querySelector(".statement:not([hidden])");
      if (any || !first) g.open = any || open.includes(g);
    }
    output.textContent = `${shown} / ${items.length} ${output.dataset.word}`;
    if (first) return;
    const query = new URLSearchParams();
    for (const n of names) if (fields[n].value) query.set(n, fields[n].value);
    const text = query.toString();
    try {
      history.replaceState(null, "", (text ? `?${text}` : location.pathname) + location.hash);
    } catch { /* a page from a disk may not change its address */ }
  };
  form.addEventListener("input", () => show(false));
  form.addEventListener("submit", (e) => e.preventDefault());
  // A link to a statement that is filtered away shows everything again.
  const reveal = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.closest("[hidden]")) {
      for (const n of names) fields[n].value = "";
      show(false);
      target.scrollIntoView();
    }
    for (let d = target && target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
  };
  window.addEventListener("hashchange", reveal);
  show(true);
  reveal();
  // The section at the top third of the window is the one that is read.
  const toc = document.querySelector(".toc");
  const links = toc ? [...toc.querySelectorAll("a")] : [];
  const sections = links.map((a) => document.getElementById(a.hash.slice(1)));
  let now = null;
  const mark = () => {
    const line = innerHeight / 3;
    const at = sections.findLastIndex((s) => s && s.getBoundingClientRect().top < line);
    if (links[at] === now) return;
    if (now) now.removeAttribute("aria-current");
    now = links[at] || null;
    if (!now) return;
    now.setAttribute("aria-current", "true");
    // Only the strip scrolls, never the page.
    if (toc.scrollWidth > toc.clientWidth) toc.scrollTo({ left: now.offsetLeft - (toc.clientWidth - now.offsetWidth) / 2 });
  };
  let soon = 0;
  addEventListener("scroll", () => { if (!soon) soon = requestAnimationFrame(() => { soon = 0; mark(); }); }, { passive: true });
  mark();
})();
