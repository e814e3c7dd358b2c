-- The hall: tables anybody may sit down at, who looks for company, and how many people are here.
set local lock_timeout = '3s'; -- nobody is held up longer; a migration that failed can be run again

alter table matches add column is_public boolean not null default false;

-- What the hall lists, and what tells its busy hours. Neither names a column that changes with acts.
create index matches_in_hall on matches (created_at) where is_public and status in ('open', 'running');
create index matches_by_time on matches (created_at);

-- One wish a player. Times are ms of club time. While `match_id` is set, its players are asked
-- whether they are ready, until `ready_by`.
create table seeks (
    player_id bigint primary key references players,
    convention text not null,
    target smallint not null,
    speed text not null,
    rated boolean not null,
    rating integer not null,
    since bigint not null,
    alive_until bigint not null,
    match_id bigint references matches,
    ready_by bigint,
    check ((match_id is null) = (ready_by is null))
);

create index seeks_of_match on seeks (match_id) where match_id is not null;

-- How many players each worker sees; a worker that is gone counts until `until`.
create table presence (
    worker text primary key,
    players integer not null,
    until bigint not null
);
