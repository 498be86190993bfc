// Search over the small index that the build wrote: see src/render/search.rs for its form.
"use strict";
(() => {
  const form = document.getElementById("search-form");
  if (!form) return;
  const input = document.getElementById("search-input");
  const list = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  const fields = form.elements;
  const MOST = 20;
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
  const result = (d, acts) => {
    const li = element("li", "", "statement");
    const p = element("p", "", "said");
    if (d.a) { p.append(element("span", acts[d.a] || d.a, `act act-${d.a}`), " "); }
    const a = element("a", d.t);
    const [path, hash] = d.u.split("#");
    a.href = `../${path}index.html${hash ? `#${hash}` : ""}`;
    p.append(a);
    li.append(p);
    const chain = d.k === "statement" ? [(d.o || []).join(" · "), ...(d.v || []), d.w || form.dataset.unattributed].filter(Boolean).join(" ← ") : "";
    li.append(element("p", [chain, d.d, d.s].filter(Boolean).join(" · "), "meta"));
    return li;
  };

  let turn = 0;
  const search = async () => {
    const mine = ++turn;
    const words = fold(input.value).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const query = new URLSearchParams();
    for (const n of ["q", "outlet", "act", "speaker", "from", "to"]) if (fields[n].value) query.set(n, fields[n].value);
    try { history.replaceState(null, "", query.size ? `?${query}` : location.pathname); } catch { /* from a disk */ }
    if (words.length === 0) { list.replaceChildren(); list.dataset.query = input.value; status.textContent = ""; return; }
    let index, ranked, docs = [];
    try {
      index = await load("index.json");
      const sets = await Promise.all(words.map((w) => find(w, index)));
      const smallest = sets.reduce((a, b) => (b.size < a.size ? b : a));
      ranked = [...smallest.keys()].filter((d) => sets.every((s) => s.has(d)))
        .map((d) => [sets.reduce((sum, s) => sum + s.get(d), 0), d]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
      const fits = (d) => (!fields.outlet.value || (d.o || []).includes(fields.outlet.value)) && (!fields.act.value || d.a === fields.act.value)
        && (!fields.speaker.value || fold(d.w || "").includes(fold(fields.speaker.value)))
        && (!fields.from.value || (d.d && d.d >= fields.from.value)) && (!fields.to.value || (d.d && d.d <= fields.to.value));
      // What is found is shown as it comes: the first chunk alone, the rest of a page together.
      const chunk = ([, n]) => load(`d-${Math.floor(n / index.chunk)}.json`);
      for (let at = 0; at < ranked.length && docs.length < MOST; at += at ? MOST : 1) {
        const some = ranked.slice(at, at ? at + MOST : 1);
        const chunks = await Promise.all(some.map(chunk));
        if (mine !== turn) return;
        some.forEach(([, n], k) => { const d = chunks[k][n % index.chunk]; if (fits(d) && docs.length < MOST) docs.push(d); });
        list.replaceChildren(...docs.map((d) => result(d, index.acts)));
      }
    } catch {
      status.textContent = form.dataset.offline;
      return;
    }
    if (mine !== turn) return;
    list.dataset.query = input.value;
    if (docs.length === 0) list.replaceChildren();
    status.textContent = docs.length ? `${docs.length}${docs.length < ranked.length ? ` / ${ranked.length}` : ""}` : form.dataset.none;
  };

  form.hidden = false;
  const given = new URLSearchParams(location.search);
  let wait;
  const soon = () => { clearTimeout(wait); wait = setTimeout(search, 120); };
  const start = async () => {
    try {
      const index = await load("index.json");
      for (const o of index.outlets) fields.outlet.append(new Option(o, o));
      for (const [a, label] of Object.entries(index.acts)) fields.act.append(new Option(label, a));
    } catch { status.textContent = form.dataset.offline; }
    for (const [n, value] of given) if (fields[n]) fields[n].value = value;
    if (input.value) search();
  };
  form.addEventListener("input", soon);
  form.addEventListener("submit", (e) => { e.preventDefault(); search(); });
  // Arrow keys walk through the results, Escape comes back to the words.
  document.addEventListener("keydown", (e) => {
    if (e.key === "/" && document.activeElement === document.body) { e.preventDefault(); input.focus(); }
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
