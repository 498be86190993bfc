// Feeds, JSON-LD and annotations, read by parsers that know nothing of digest.
import { XMLValidator } from "fast-xml-parser";
import jsonld from "jsonld";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Parser from "rss-parser";

// Contexts are not fetched: every term of theirs stands for itself, which is what makes a graph well-formed.
const documentLoader = async (url) => ({ contextUrl: null, documentUrl: url, document: { "@context": { "@vocab": `${url}#`, id: "@id", type: "@type" } } });
const quads = (value) => jsonld.toRDF(value, { documentLoader, base: "https://example.org/" });

export async function data(folder, story) {
  const wrong = [];
  const must = (what, holds) => { if (!holds) wrong.push(what); };
  const read = (path) => readFileSync(join(folder, path), "utf8");
  for (const path of ["feed.xml", `${story}/feed.xml`]) {
    must(`${path} is well-formed`, XMLValidator.validate(read(path)) === true);
    const feed = await new Parser({ customFields: { feed: ["id", "updated"], item: ["updated"] } }).parseString(read(path));
    must(`${path} has a title, an id and a day`, feed.title && feed.id && !Number.isNaN(Date.parse(feed.updated)));
    must(`${path} has entries with titles, ids and days`, feed.items.length && feed.items.every((i) => i.title && i.id && !Number.isNaN(Date.parse(i.updated || i.isoDate))));
    must(`${path} has links that are absolute`, feed.items.every((i) => !i.link || URL.canParse(i.link)));
  }
  for (const path of ["feed.json", `${story}/feed.json`]) {
    const feed = JSON.parse(read(path));
    must(`${path} is JSON Feed 1.1`, feed.version === "https://jsonfeed.org/version/1.1" && feed.title && Array.isArray(feed.items));
    must(`${path} has items with an id, words and a day`, feed.items.length && feed.items.every((i) => i.id && (i.content_text || i.content_html) && (!i.date_modified || !Number.isNaN(Date.parse(i.date_modified)))));
  }
  // A public correction stands in the feeds of its story and of the site, with the address of its place on the page.
  const anchors = [...read(`${story}/index.html`).matchAll(/<li id="(correction-[0-9a-f]+)"/g)].map((m) => m[1]);
  for (const anchor of anchors) {
    for (const path of ["feed.xml", `${story}/feed.xml`]) {
      const feed = await new Parser().parseString(read(path));
      must(`${path} has ${anchor}`, feed.items.some((i) => i.link && i.link.endsWith(`/${story}/#${anchor}`) && i.contentSnippet !== "" && Number.isFinite(Date.parse(i.pubDate || i.isoDate))));
    }
    for (const path of ["feed.json", `${story}/feed.json`]) must(`${path} has ${anchor}`, JSON.parse(read(path)).items.some((i) => i.id.endsWith(`#${anchor}`)));
  }
  if (story === "harrow-dam") must("the correction stands on the page", anchors.length === 1);
  must("sitemap.xml is well-formed", XMLValidator.validate(read("sitemap.xml")) === true);
  const page = read(`${story}/index.html`);
  const image = page.match(/property="og:image" content="([^"]+)"/);
  must("the picture has an absolute address", image && image[1].startsWith("https://example.org/a/b/"));
  const picture = readFileSync(join(folder, image[1].replace("https://example.org/a/b/", "")));
  must("the picture is a PNG of 1200 x 630", picture.toString("latin1", 1, 4) === "PNG" && picture.readUInt32BE(16) === 1200 && picture.readUInt32BE(20) === 630);
  const script = page.match(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/);
  must("the story has JSON-LD", script);
  const graph = await quads(JSON.parse(script[1]));
  const of = (type) => graph.filter((q) => q.predicate.value.endsWith("#type") && q.object.value.endsWith(`#${type}`)).length;
  must("the graph has quotations, articles and a page", of("Quotation") > 3 && of("NewsArticle") > 1 && of("WebPage") + of("Article") > 0);
  const digest = JSON.parse(read(`${story}/digest.json`));
  must("one quotation a statement", of("Quotation") === digest.statements.length);
  const notes = await quads(JSON.parse(read(`${story}/annotations.jsonld`)));
  must("annotations are a graph", notes.filter((q) => q.object.value.endsWith("#TextQuoteSelector")).length >= digest.statements.length);
  const rows = table(read(`${story}/statements.csv`));
  must("the table has a row an instance", rows.length - 1 === digest.statements.reduce((n, s) => n + s.instances.length, 0));
  must("each row has as many cells as the head", rows.every((r) => r.length === rows[0].length));
  return wrong;
}

// RFC 4180, in a few lines.
function table(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1).push(quoted !== undefined ? quoted.replaceAll('""', '"') : plain);
    if (end === "\r\n") rows.push([]);
    if (end === "") break;
  }
  return rows.filter((r) => r.length > 1);
}
