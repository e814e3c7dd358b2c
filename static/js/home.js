/* The fan of cards that greets on the first page. */

import { cardElement } from "./cards.js";

for (const fan of document.querySelectorAll(".fan")) {
  const cards = fan.dataset.cards.split(" ");
  fan.append(...cards.map((card, at) => {
    const node = cardElement(card);
    node.style.setProperty("--at", String(at - (cards.length - 1) / 2));
    return node;
  }));
}
