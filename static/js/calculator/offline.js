/* The page without a network: a service worker keeps it and what it needs. */

import { gettext as _ } from "../words.js";

export async function keepOffline(worker, page, tell) {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(worker, { scope: page });
    await navigator.serviceWorker.ready;
    tell(_("This page also works without a network."));
  } catch {
    // Without it the page works as long as there is a network.
  }
}
