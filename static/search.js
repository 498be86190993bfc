// Search over the small index that the build wrote: see src/render/search.rs for its form.
"use strict";
(() => {
  const form = document.getElementById("search-form");
  if (!form) return;
  const input = document.getElementById("search-input");
  const list = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  const fields = form.elements;
  const more = document.getElementById("search-more");
  const PAGE = 20;
  // Files of documents that one step may load: a filter that hardly anything fits must not load the whole index.
  const FILES = 30;
  let shown = PAGE;
  const loaded = new Map();
  const load = async (name) => {
    if (location.protocol === "file:") throw new Error("a page from a disk may not load files");
    if (!loaded.has(name)) loaded.set(name, fetch(name).then((r) => { if (!r.ok) throw new Error(name); return r.json(); }));
    return loaded.get(name);
  };
  const fold = (s) => s.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const key = (t) => [...t].map((c) => (/[a-z0-9]/.test(c) ? c : `x${c.codePointAt(0).toString(16)}`)).join("");

  // Whether a word is at most `most` edits from the beginning of a term; two letters that changed places are one edit.
  const near = (word, term, most) => {
    const t = term.slice(0, word.length + most);
    let before = [], row = Array.from({ length: t.length + 1 }, (_, j) => j);
    for (let i = 1; i <= word.length; i++) {
      const next = [i];
      for (let j = 1; j <= t.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (word[i - 1] === t[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && word[i - 1] === t[j - 2] && word[i - 2] === t[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      [before, row] = [row, next];
    }
    return Math.min(...row) <= most;
  };

  // Documents that hold a term beginning with the word: 2 for an exact term, else 1; near terms only where there is nothing else.
  const find = async (word, index) => {
    // The shard that holds a word whole, else those that go on from it.
    const of = (w) => {
      const k = key(w);
      const whole = index.shards.filter((n) => k.startsWith(n)).sort((x, y) => y.length - x.length)[0];
      const on = index.shards.filter((n) => n.startsWith(k));
      return on.length ? on.slice(0, 8) : whole ? [whole] : [];
    };
    const found = new Map();
    const add = (docs, score) => docs.forEach((d) => found.set(d, Math.max(found.get(d) || 0, score)));
    const terms = [];
    const read = async (names) => { for (const shard of await Promise.all(names.map((n) => load(`t-${n}.json`)))) terms.push(...Object.entries(shard)); };
    await read(of(word));
    for (const [term, docs] of terms) if (term.startsWith(word)) add(docs, term === word ? 2 : 1);
    if (found.size === 0 && word.length > 3) {
      const most = word.length > 6 ? 2 : 1;
      const close = () => { for (const [term, docs] of terms) if (near(word, term, most)) add(docs, 0.5); };
      // Any slip after the first two letters, then one in them: two that changed places, one too many, one too few.
      const [a, b, c] = word;
      const seen = new Set(of(word));
      for (const begin of [[a + b], [b + a, b + c, a + c]]) {
        if (found.size > 0) break;
        const names = index.shards.filter((n) => !seen.has(n) && begin.some((x) => n.startsWith(key(x))));
        names.forEach((n) => seen.add(n));
        await read(names);
        close();
      }
    }
    return found;
  };

  const element = (tag, text, cls) => {
    const e = document.createElement(tag);
    if (text) e.textContent = text;
    if (cls) e.className = cls;
    return e;
  };
  // Words that begin as a word that was looked for are marked.
  const marked = (text, words) => text.split(/([\p{L}\p{N}]+)/u).map((part) => (words.some((w) => fold(part).startsWith(w)) ? element("mark", part) : part));
  const day = (iso) => {
    const date = /^\d{4}-\d{2}-\d{2}$/.test(iso || "") && new Date(`${iso}T00:00:00Z`);
    return date ? date.toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }) : iso;
  };
  const result = (d, acts, words) => {
    const li = element("li", "", "statement");
    const p = element("p", "", "said");
    if (d.a) p.append(element("span", acts[d.a] || d.a, `act act-${d.a}`), " ");
    else if (form.dataset[d.k]) p.append(element("span", form.dataset[d.k], "tag"), " ");
    const a = element("a");
    a.append(...marked(d.t, words));
    const [path, hash] = d.u.split("#");
    a.href = `../${path}index.html${hash ? `#${hash}` : ""}`;
    p.append(a);
    li.append(p);
    const chain = d.k === "statement" ? [(d.o || []).join(" · "), ...(d.v || []), d.w || form.dataset.unattributed].filter(Boolean).join(" ← ") : "";
    li.append(element("p", [chain, day(d.d), d.s].filter(Boolean).join(" · "), "meta"));
    return li;
  };

  const split = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  let turn = 0;
  const search = async () => {
    const mine = ++turn;
    const names = ["q", "outlet", "act", "speaker", "from", "to"];
    const query = new URLSearchParams();
    for (const n of names) if (fields[n].value) query.set(n, fields[n].value);
    try { history.replaceState(null, "", query.size ? `?${query}` : location.pathname); } catch { /* from a disk */ }
    const said = () => { list.dataset.query = input.value; };
    if (query.size === 0) { list.replaceChildren(); said(); status.textContent = ""; more.hidden = true; return; }
    // A speaker's name is looked up like words; filters without any words go through all there is.
    const words = [...split(input.value), ...split(fields.speaker.value)];
    let index, ranked, docs = [], at = 0;
    try {
      index = await load("index.json");
      if (words.length) {
        const sets = await Promise.all(words.map((w) => find(w, index)));
        const smallest = sets.reduce((a, b) => (b.size < a.size ? b : a));
        ranked = [...smallest.keys()].filter((d) => sets.every((s) => s.has(d)))
          .map((d) => [sets.reduce((sum, s) => sum + s.get(d), 0), d]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
      } else {
        ranked = Array.from({ length: index.documents }, (_, d) => [0, d]);
      }
      const who = split(fields.speaker.value);
      const fits = (d) => (!fields.outlet.value || (d.o || []).includes(fields.outlet.value)) && (!fields.act.value || d.a === fields.act.value)
        && (!who.length || (d.k === "statement" && d.w))
        && (!fields.from.value || (d.d && d.d >= fields.from.value)) && (!fields.to.value || (d.d && d.d <= fields.to.value));
      const whose = (d) => who.every((w) => split(d.w).some((n) => n.startsWith(w) || (w.length > 3 && near(w, n, w.length > 6 ? 2 : 1))));
      // What is found is shown as it comes: the first file alone, the rest of a page together.
      const files = new Set();
      const chunk = ([, n]) => { const f = `d-${Math.floor(n / index.chunk)}.json`; files.add(f); return load(f); };
      while (at < ranked.length && docs.length < shown && files.size < FILES * Math.ceil(shown / PAGE)) {
        const some = ranked.slice(at, at + (at ? PAGE : 1));
        const chunks = await Promise.all(some.map(chunk));
        if (mine !== turn) return;
        for (const [k, [, n]] of some.entries()) {
          if (docs.length >= shown) break;
          const d = chunks[k][n % index.chunk];
          if (fits(d) && (!who.length || whose(d))) docs.push(d);
          at += 1;
        }
        list.replaceChildren(...docs.map((d) => result(d, index.acts, words)));
      }
    } catch {
      status.textContent = form.dataset.offline;
      return;
    }
    if (mine !== turn) return;
    said();
    if (docs.length === 0) list.replaceChildren();
    more.hidden = at >= ranked.length;
    // How many there are is known where no filter had to look into each.
    const whole = ["outlet", "act", "speaker", "from", "to"].every((n) => !fields[n].value);
    const count = (n) => `${n} ${n === 1 ? form.dataset.foundOne : form.dataset.foundMany}`;
    const all = whole && ranked.length > docs.length ? `${docs.length} ${form.dataset.of} ${count(ranked.length)}` : count(docs.length);
    status.textContent = docs.length ? all : form.dataset.none;
  };

  form.hidden = false;
  const given = new URLSearchParams(location.search);
  let wait;
  const soon = () => { shown = PAGE; clearTimeout(wait); wait = setTimeout(search, 120); };
  more.addEventListener("click", async () => {
    const before = list.children.length;
    shown += PAGE;
    await search();
    list.children[before]?.querySelector("a")?.focus();
  });
  const start = async () => {
    try {
      const index = await load("index.json");
      for (const o of index.outlets) fields.outlet.append(new Option(o, o));
      for (const [a, label] of Object.entries(index.acts)) fields.act.append(new Option(label, a));
    } catch { status.textContent = form.dataset.offline; }
    for (const [n, value] of given) if (fields[n]) fields[n].value = value;
    if (given.size) search();
  };
  form.addEventListener("input", soon);
  form.addEventListener("submit", (e) => { e.preventDefault(); search(); });
  // Arrow keys walk through the results, Escape comes back to the words.
  document.addEventListener("keydown", (e) => {
    if (e.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { e.preventDefault(); input.focus(); }
    if (!["ArrowDown", "ArrowUp", "Escape"].includes(e.key)) return;
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== input) return;
    if (e.key === "Escape") { input.focus(); return; }
    const next = e.key === "ArrowDown" ? links[at + 1] : at > 0 ? links[at - 1] : input;
    if (next) { e.preventDefault(); next.focus(); }
  });
  start();
})();
