// Wraps ReplayWeb.page's service worker, which is loaded as it is from /vendor/sw.js.
// 1. Every answer it gives carries our policy: this origin alone, no sockets, no forms, no plug-ins.
// 2. Two questions of its interface that it cannot answer for a collection that is looked up address by
//    address (version 2.4.6: getVerifyInfo is missing there) are answered here.
"use strict";

const POLICY =
  "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' data: blob:; form-action 'none'; " +
  "object-src 'none'; base-uri 'self'";
const NULL_BODY = [204, 205, 304];

function strict(response) {
  if (!(response instanceof Response) || response.type === "error" || response.type.startsWith("opaque")) {
    return response;
  }
  if (response.status >= 300 && response.status < 400) return response;
  const headers = new Headers(response.headers);
  headers.set("Content-Security-Policy", POLICY);
  headers.set("X-DNS-Prefetch-Control", "off");
  const body = NULL_BODY.includes(response.status) ? null : response.body;
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}

function about(path) {
  const found = /^\/rwp\/w\/api\/c\/([^/]+)(\/ts\/)?$/.exec(path);
  if (!found) return null;
  if (found[2]) return { timestamps: [] };
  return { id: found[1], title: found[1], pages: [], lists: [], curatedPages: [], verify: {}, downloadUrl: null };
}

if (self.FetchEvent) {
  const respondWith = FetchEvent.prototype.respondWith;
  FetchEvent.prototype.respondWith = function (answer) {
    return respondWith.call(this, Promise.resolve(answer).then(strict));
  };
  self.addEventListener("fetch", (event) => {
    const asked = new URL(event.request.url);
    const says = asked.origin === location.origin ? about(asked.pathname) : null;
    if (!says) return;
    event.stopImmediatePropagation();
    event.respondWith(new Response(JSON.stringify(says), { headers: { "Content-Type": "application/json" } }));
  });
}

importScripts("/vendor/sw.js");
