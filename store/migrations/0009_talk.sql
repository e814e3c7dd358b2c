-- What people say to each other. `place` is the id of a table, or 0 for the lobby.
create table messages (
    id bigint generated always as identity primary key,
    place bigint not null,
    player_id bigint not null references players,
    seat smallint,
    phrase text,
    body text check (length(body) between 1 and 200),
    at timestamptz not null default now(),
    constraint messages_phrase_or_body check ((phrase is null) <> (body is null))
);

create index messages_place on messages (place, id);
create index messages_of_player on messages (player_id);
create index messages_at on messages (at);

-- Whom a player does not want to hear (mute), or to meet at all (block).
create table blocks (
    player_id bigint not null references players,
    other_id bigint not null references players,
    kind text not null check (kind in ('mute', 'block')),
    at timestamptz not null default now(),
    primary key (player_id, other_id),
    check (player_id <> other_id)
);

create index blocks_other on blocks (other_id) where kind = 'block';

-- Neither hears what others write in their own words nor writes so.
alter table players add column calm boolean not null default false;
