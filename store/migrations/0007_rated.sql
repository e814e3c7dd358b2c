-- Whether ratings move with a match: those who watch it see it later.
set local lock_timeout = '3s'; -- nobody is held up longer; a migration that failed can be run again

alter table matches add column if not exists rated boolean not null default false;
