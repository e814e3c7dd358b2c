-- Players that are programs, each of a member. Of what one signs in with only a hash is kept; null
-- when it was revoked.
create table programs (
    player_id bigint primary key references players,
    owner bigint not null references players,
    name_key text not null unique,
    token_hash bytea unique,
    created_at timestamptz not null default now()
);

create index programs_of_owner on programs (owner);
