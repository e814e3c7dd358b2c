/* At a table, while one still looks for company: the ready check is shown beside the game. */

import { data } from "../dom.js";
import { Asked } from "./asked.js";
import { Image } from "./image.js";
import { hallLine, withField } from "./line.js";

const KEY = "trelyazh-seeking";

/* Pages of this tab know whether there is a wish to listen for: others open no line for nothing. */
export function remember(isSeeking) {
  try {
    sessionStorage.setItem(KEY, isSeeking ? "yes" : "");
  } catch {
    // then the check is only seen in the hall
  }
}

function isSeeking() {
  try {
    return sessionStorage.getItem(KEY) === "yes";
  } catch {
    return false;
  }
}

function listen(urls) {
  const image = new Image();
  const asked = new Asked({ image, urls, tell: (message) => line.say(message) });
  const own = { socket: withField(urls.socket, "own", "1"), events: withField(urls.events, "own", "1") };
  const line = hallLine({ ...urls, ...own }, {
    message(message) {
      image.take(message);
      asked.draw();
      remember(Boolean(message.seek));
    },
    status() {},
    refused: () => asked.draw(),
  });
  line.open();
}

if (document.querySelector(".beside") && isSeeking()) listen(data("hall-data").urls);
