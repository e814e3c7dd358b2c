-- What each deal of a match that is over was to each seat, and how the match ended for it: what
-- the archive is searched by. Written once, by a job. No foreign keys: a match is never deleted.
set local lock_timeout = '3s'; -- nobody is held up longer; a migration that failed can be run again

alter table matches add column noted boolean not null default false;

create index matches_to_note on matches (created_at) where status = 'finished' and not noted;

-- `ended_at` is when the match ended, ms of club time; `gain` what the deal was worth to the seat,
-- in twelfths of a whist, which makes every settlement a whole number.
create table deal_facts (
    match_id bigint not null,
    number smallint not null,
    seat smallint not null,
    player_id bigint, -- null for bots
    ended_at bigint not null,
    convention text not null,
    role text not null,
    contract text not null,
    result text not null,
    place smallint not null, -- 1 for the eldest hand; 4 for a dealer who sits out
    tricks smallint not null,
    fulfilled boolean, -- what the seat undertook: its contract, its whist; null when nothing
    gain integer not null,
    stands boolean not null, -- for the whole deal: the declarer's, or the eldest's on all pass
    primary key (match_id, number, seat)
);

-- Whoever leaves a part open asks for each of its few values: no search reads more than it shows.
create index deal_facts_found on deal_facts
    (convention, contract, result, ended_at, match_id, number) where stands;
create index deal_facts_of_player on deal_facts
    (player_id, role, convention, contract, result, ended_at, match_id, number)
    where player_id is not null;

create table match_facts (
    match_id bigint not null,
    seat smallint not null,
    player_id bigint,
    ended_at bigint not null,
    convention text not null,
    deals smallint not null,
    whists integer not null, -- as settled
    primary key (match_id, seat)
);

create index match_facts_found on match_facts (convention, ended_at, match_id) where seat = 0;
create index match_facts_of_player on match_facts (player_id, convention, ended_at, match_id)
    where player_id is not null;

-- The same added up for each player, so that nobody counts: pages of statistics read these.
create table deal_counts (
    player_id bigint not null,
    convention text not null,
    role text not null,
    contract text not null,
    place smallint not null,
    deals integer not null,
    fulfilled integer not null,
    gain bigint not null,
    primary key (player_id, convention, role, contract, place)
) with (fillfactor = 80);
