-- The acts of matches long over, out of the relation that is written to. A child of events: whoever
-- reads events reads both, workers of before this migration too.
set local lock_timeout = '3s'; -- nobody is held up longer; a migration that failed can be run again

create table past_events () inherits (events);

alter table past_events add primary key (match_id, version);

alter table matches add column archived boolean not null default false;

create index matches_to_archive on matches (created_at) where status = 'finished' and not archived;
