/* The four-colour deck: a setting of this device, at first that of the member. */

const KEY = "deck";
const button = document.getElementById("deck-colours");

function show(four) {
  document.documentElement.dataset.deck = four ? "four" : "two";
  button.setAttribute("aria-pressed", String(four));
}

button.addEventListener("click", () => {
  const four = button.getAttribute("aria-pressed") !== "true";
  localStorage.setItem(KEY, four ? "four" : "two");
  show(four);
});

show((localStorage.getItem(KEY) ?? document.documentElement.dataset.deck) === "four");
