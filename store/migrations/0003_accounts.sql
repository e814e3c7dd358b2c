-- People with a password; everybody else is a guest. `epoch` counts how often a player was signed
-- out everywhere: what was signed in before is signed in no more.
alter table players
    add column epoch integer not null default 0,
    add column signed_out_at timestamptz;

create index players_signed_out on players (signed_out_at) where signed_out_at is not null;

create table accounts (
    player_id bigint primary key references players,
    name_key text not null unique,
    password text not null,
    email text unique,
    preferences json not null default '{}',
    created_at timestamptz not null default now()
);
