-- Players, matches, who sits where, and the log of acts.
-- Times `at` and `deadline` are milliseconds of club time; ids are random 63-bit numbers.

create function clock_ms() returns bigint language sql volatile
    as $$ select (extract(epoch from clock_timestamp()) * 1000)::bigint $$;

create table players (
    id bigint primary key check (id > 0),
    name text not null check (length(name) between 1 and 40),
    created_at timestamptz not null default now()
);

-- version and deadline change with every act: they stand in no index, and pages keep room, so that
-- the new row fits beside the old one and no index is touched.
create table matches (
    id bigint primary key check (id > 0),
    game text not null default 'preferans',
    rules json not null,
    clock json not null,
    seat_count smallint not null check (seat_count between 2 and 4),
    status text not null default 'open'
        check (status in ('open', 'running', 'adjourned', 'finished', 'frozen')),
    version integer not null default 0,
    deadline bigint,
    swept_at bigint not null default 0,
    seating integer not null default 0,
    host bigint references players,
    rematch bigint,
    created_at timestamptz not null default now()
) with (fillfactor = 60);

-- What the sweep looks through each second.
create index matches_alive on matches (id) where status in ('open', 'running', 'adjourned');

create table seats (
    match_id bigint not null references matches on delete cascade,
    seat smallint not null check (seat between 0 and 3),
    player_id bigint references players,
    bot text,
    primary key (match_id, seat),
    constraint seats_one_each unique (match_id, player_id),
    constraint seats_player_or_bot check ((player_id is null) <> (bot is null))
);

create index seats_of_player on seats (player_id) where player_id is not null;

-- The truth. The key decides who wrote a version first; the other one makes a resend harmless.
-- No foreign keys: nothing is checked per act, and finished matches can be moved elsewhere.
create table events (
    match_id bigint not null,
    version integer not null check (version > 0),
    seat smallint,
    kind text not null,
    body text not null,
    ref text,
    event_id uuid not null,
    at bigint not null,
    primary key (match_id, version)
);

create unique index events_ref on events (match_id, seat, ref) where ref is not null;

-- The match right after the event `version` that dealt the cards, and how the deal ended.
create table deals (
    match_id bigint not null,
    version integer not null,
    state text not null,
    result text,
    primary key (match_id, version)
);

-- One row, written each second: `at` is database time (null before the club first opened),
-- `lost_ms` all outages so far.
create table heartbeat (
    one boolean primary key default true check (one),
    at bigint,
    lost_ms bigint not null default 0
);

insert into heartbeat default values;

create table outages (
    began bigint primary key,
    ended bigint not null check (ended > began)
);

-- Work that one worker of the whole club does at a time.
create table claims (
    work text primary key,
    until bigint not null
);
