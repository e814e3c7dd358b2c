-- Ratings: which tables are for them, what every match came to for each player, where he stands.
set local lock_timeout = '3s'; -- nobody is held up longer; a migration that failed can be run again

-- `reckoned` says what became of a match that is over: 'rated', or why no rating was moved; null
-- until its results are written.
alter table matches
    add column if not exists rated boolean not null default false,
    add column reckoned text
        check (reckoned in ('rated', 'unrated', 'few_deals', 'bots', 'our_fault', 'unreadable'));

create index matches_to_reckon on matches (created_at) where status = 'finished' and reckoned is null;

-- Who played a seat before a bot got it for good in the middle of a match: the result is his.
alter table seats add column leaver bigint references players;

-- One line a player a match. What he was rated at before and after is null when nothing moved.
create table results (
    match_id bigint not null references matches on delete cascade,
    seat smallint not null,
    player_id bigint not null references players,
    family text not null,
    speed text not null,
    deals smallint not null,
    whists integer not null,
    at timestamptz not null default now(),
    mu_before double precision,
    sigma_before double precision,
    mu_after double precision,
    sigma_after double precision,
    primary key (match_id, seat),
    check (num_nulls(mu_before, sigma_before, mu_after, sigma_after) in (0, 4))
);

create index results_of_player on results (player_id, at desc);

-- How good a player is held to be: `mu`, give or take `sigma`, which grows with every week away;
-- `week` is the last one that was counted. The record is of all matches, rated or not.
create table ratings (
    player_id bigint not null references players,
    family text not null,
    speed text not null,
    mu double precision not null,
    sigma double precision not null,
    week integer not null,
    rated integer not null default 0,
    played integer not null default 0,
    won integer not null default 0,
    whists bigint not null default 0,
    primary key (player_id, family, speed)
);

-- Those whose rating is no longer, or not yet again, provisional.
create index ratings_best on ratings (family, speed, mu desc) where sigma < 4;
create index ratings_by_week on ratings (week);

-- The best of each family and speed, as they were at the last look.
create table leaderboards (
    family text not null,
    speed text not null,
    place integer not null,
    player_id bigint not null references players,
    mu double precision not null,
    rated integer not null,
    primary key (family, speed, place)
);

create index leaderboards_of_player on leaderboards (player_id);
