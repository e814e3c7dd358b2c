-- Whose result a bot's seat is: looked up when a guest nobody remembers is forgotten.
set local lock_timeout = '3s'; -- nobody is held up longer; a migration that failed can be run again

create index seats_of_leaver on seats (leaver) where leaver is not null;
