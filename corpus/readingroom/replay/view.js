// Shows one capture: /view?url=…&ts=<14 digits>. ReplayWeb.page's service worker is told once where the
// archive is (addresses are looked up one by one under /plain/), then its element replays the address.
// Where there is no service worker (no scripts fetched, no secure context) the sealed bytes are shown.
"use strict";

const asked = new URLSearchParams(location.search);
const url = asked.get("url") || "";
const ts = (asked.get("ts") || "").replace(/\D/g, "");
const collection = "archive";

function sealed() {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "");
  frame.title = url;
  frame.src = `/replay/${ts}id_/${url}`;
  document.body.replaceChildren(frame);
}

async function worker() {
  const registration = await navigator.serviceWorker.register("/rwp/sw.js?serveIndex=1", { scope: "/rwp/" });
  const own = registration.installing || registration.waiting || registration.active;
  if (own.state !== "activated") {
    await new Promise((ready) => own.addEventListener("statechange", () => own.state === "activated" && ready()));
  }
  return registration.active || own;
}

async function told(own) {
  const added = new Promise((ready) =>
    navigator.serviceWorker.addEventListener("message", (event) => event.data.msg_type === "collAdded" && ready()));
  navigator.serviceWorker.startMessages();
  const prefix = `${location.origin}/plain/`;
  own.postMessage({
    msg_type: "addColl", name: collection, type: "live", skipExisting: true,
    extraConfig: { prefix, isLive: false, archiveMod: "id_" },
    file: { sourceUrl: `proxy:${prefix}` },
  });
  await added;
}

function replay() {
  const view = document.createElement("replay-web-page");
  const says = { source: "proxy://archive", coll: collection, url, ts, replaybase: "/rwp/", embed: "replayonly" };
  for (const [name, value] of Object.entries(says)) view.setAttribute(name, value);
  document.body.replaceChildren(view);
}

async function main() {
  if (!navigator.serviceWorker || !customElements.get("replay-web-page")) return sealed();
  try {
    await told(await worker());
    replay();
  } catch {
    sealed();
  }
}

main();
