/* The commentary seat moves on when the next deal is over. */

const LOOK_MS = 5_000;
const { latest, number } = document.getElementById("commentary").dataset;

async function look() {
  try {
    const answer = await fetch(latest, { headers: { Accept: "application/json" } });
    if (answer.ok && (await answer.json()).number > Number(number)) location.replace(location.pathname);
  } catch {
    // no connection: the next look is soon
  }
}

setInterval(look, LOOK_MS);
