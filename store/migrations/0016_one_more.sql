-- One more pulka by the same people: the match it follows, and until when their seats are kept.
set local lock_timeout = '3s'; -- nobody is held up longer; a migration that failed can be run again

alter table matches
    add column former bigint,
    add column first_dealer smallint, -- when it is no lot
    add column kept_until bigint; -- ms of club time; then the seats are offered to others

create index matches_kept on matches (kept_until) where kept_until is not null and status = 'open';

-- Guests without a record are looked for.
create index matches_of_host on matches (host) where host is not null;
