/* The hall: joins the line, what it shows, and the parts of the page. */

import { data, say } from "../dom.js";
import { refusal } from "../refusals.js";
import { Talk } from "../talk/talk.js";
import { gettext as _, ngettext } from "../words.js";
import { Asked } from "./asked.js";
import { remember } from "./beside.js";
import { busyWords } from "./hours.js";
import { Image } from "./image.js";
import { Invited } from "./invited.js";
import { hallLine } from "./line.js";
import { Tables } from "./tables.js";
import { Wish } from "./wish.js";

const { urls, widening, member, hours } = data("hall-data");
const part = (id) => document.getElementById(id);
const image = new Image();
const tell = (message) => line.say(message);

const line = hallLine(urls, {
  message(message) {
    image.take(message);
    draw();
  },
  status(name, { code } = {}) {
    part("hall").dataset.busy = name === "open" || name === "back" ? "no" : "yes";
    const words = { lost: _("The connection broke, restoring…"), restart: _("The server is being renewed…"), bye: code && refusal(code) };
    say(part("hall-line"), words[name] ?? "");
  },
  refused: (code, ref) => talk.refused(code, ref) || say(part("hall-line"), refusal(code)),
  talk: (message) => talk.take(message),
});

const talk = new Talk({ root: part("talk"), tell: (words) => line.talk(words) });

const tables = new Tables({ root: part("tables"), none: part("no-tables"), filters: part("filters"), urls, member, sit });
const wish = new Wish({ form: part("seek"), box: part("seeking"), list: part("waiting"), title: part("waiting-title"), stakes: part("seek-stakes"), image, widening, urls, tell });
const asked = new Asked({ image, urls, tell });
const invited = new Invited({ root: part("invited"), image, urls, tell, submit });

function draw() {
  say(part("online"), ngettext("%(count)s player online", "%(count)s players online", image.online));
  tables.draw(image.tables);
  part("empty").hidden = image.tables.size > 0 || Boolean(image.own?.seek);
  say(part("busy-hours"), busyWords(hours));
  wish.draw();
  asked.draw();
  invited.draw();
  remember(Boolean(image.own?.seek));
}

/* By the rules seen here: when they were changed meanwhile, the page of the table says so. */
function sit(table) {
  submit(urls.sit.replace("{id}", table.id), table.mark);
}

function submit(path, mark) {
  const form = part("sit");
  form.action = path;
  form.elements.rules_mark.value = mark;
  form.submit();
}

line.open();
