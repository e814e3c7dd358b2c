/* Moments in the reader's own time zone; before this they are told as UTC. */

const words = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });

for (const node of document.querySelectorAll("time[data-moment]")) node.textContent = words.format(new Date(node.dateTime));
