-- Who is at two workers is counted once: each names some of its players, those of the lowest ids.
set local lock_timeout = '3s'; -- nobody is held up longer; a migration that failed can be run again

alter table presence add column lowest bigint[] not null default '{}';
