// Builds the sites that are looked at, and serves them as a plain host would: files, under /a/b/, with the policy of `_headers`.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { wide } from "./wide.mjs";

export const repository = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const digest = process.env.DIGEST || join(repository, "target/release/digest");
const work = mkdtempSync(join(tmpdir(), "digest-browser-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

// Where a site of that name lies.
export const rootOf = (name) => join(work, name);

// One site of the sample story and of a made-up one with twelve outlets, with the given lines of site.toml.
export function build(name, settings, stories = wide()) {
  const root = rootOf(name);
  cpSync(join(repository, "content"), join(root, "content"), { recursive: true });
  for (const [path, text] of Object.entries(stories)) {
    const file = join(root, "content", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  writeFileSync(join(root, "site.toml"), settings);
  const out = join(work, `${name}-out`);
  execFileSync(digest, ["build", "--root", root, "--out", out, "--quiet"], { stdio: "inherit" });
  return out;
}

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
  ".xml": "application/xml", ".png": "image/png", ".svg": "image/svg+xml" };

// A host that knows nothing of the site but its files.
export async function serve(folder, prefix) {
  const headers = Object.fromEntries(readFileSync(join(folder, "_headers"), "utf8").split("\n").filter((l) => l.startsWith("  "))
    .map((l) => [l.slice(2, l.indexOf(":")), l.slice(l.indexOf(":") + 2)]));
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    let file = path.startsWith(prefix) ? join(folder, path.slice(prefix.length)) : "";
    if (file && existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const found = file && existsSync(file);
    if (!found) file = join(folder, "404.html");
    response.writeHead(found ? 200 : 404, { ...headers, "Content-Type": TYPES[extname(file)] || "application/octet-stream" });
    response.end(readFileSync(file));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${server.address().port}${prefix}`, close: () => server.close() };
}
