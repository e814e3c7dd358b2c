-- How well the bot of a seat plays; null for people.
alter table seats add column level text;
