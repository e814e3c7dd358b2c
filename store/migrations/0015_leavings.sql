-- Who left a table for good while others played on; kept for as long as it counts.
create table leavings (
    player_id bigint not null references players on delete cascade,
    match_id bigint not null,
    why text not null check (why in ('lost', 'left')),
    at timestamptz not null default now(),
    primary key (player_id, match_id)
);

create index leavings_by_time on leavings (at);
