// Served by `digest serve` only: loads the page again when the site was built.
"use strict";
(() => {
  const events = new EventSource(new URL("events", document.currentScript.src));
  events.addEventListener("changed", () => location.reload());
  // The server was started anew: what is shown may be old.
  let lost = false;
  events.addEventListener("error", () => { lost = true; });
  events.addEventListener("open", () => { if (lost) location.reload(); });
  addEventListener("pagehide", () => events.close());
})();
