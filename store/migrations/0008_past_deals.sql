-- The deals of matches long over, out of the relation that is written to, beside their acts.
set local lock_timeout = '3s'; -- nobody is held up longer; a migration that failed can be run again

create table past_deals () inherits (deals);

alter table past_deals add primary key (match_id, version);

-- Matches archived before this come again, a few at a time, for their deals.
update matches set archived = false where archived;
