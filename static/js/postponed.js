/* A page that takes a while: says how far it is and becomes the answer when that has come. */

import { el, say } from "./dom.js";
import { gettext } from "./words.js";

const RETRIES = 3;
const panel = document.querySelector(".postponed");
const bar = panel.querySelector("progress");
const soFar = panel.querySelector(".so-far");
const source = new EventSource(location.href);
let cuts = 0;

source.addEventListener("progress", (event) => {
  const { done, of } = JSON.parse(event.data);
  bar.hidden = false;
  bar.max = of;
  bar.value = done;
  say(soFar, gettext("%(done)s of %(of)s", { done, of }));
});

source.addEventListener("answer", (event) => {
  source.close();
  become(JSON.parse(event.data));
});

/* The browser asks anew by itself when the worker went away; a refusal is final. */
source.addEventListener("error", () => {
  cuts += 1;
  if (cuts <= RETRIES && source.readyState !== EventSource.CLOSED) return;
  source.close();
  rest(gettext("It did not work this time."));
  panel.querySelector(".again").hidden = false;
});

function become(answer) {
  if (answer.location) location.replace(answer.location);
  else if (answer.keep) keep(answer);
  else if (answer.type === "text/html") show(answer.body);
  else {
    rest("");
    panel.append(el("pre", {}, answer.body));
  }
}

/* The whole document, its scripts too; a swap of elements would not run them. */
function show(page) {
  document.open();
  document.write(page);
  document.close();
}

function keep(answer) {
  const address = URL.createObjectURL(new Blob([answer.body], { type: answer.type }));
  el("a", { href: address, download: answer.keep }).click();
  rest(gettext("%(name)s is ready.", { name: answer.keep }));
  soFar.append(" ", el("a", { href: address, download: answer.keep }, gettext("Save it once more")));
}

function rest(words) {
  panel.querySelector(".spinner").hidden = true;
  bar.hidden = true;
  say(soFar, words);
}
