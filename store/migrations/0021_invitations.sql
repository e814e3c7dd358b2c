-- Whom people at a table that waits ask by name to sit down there.
set local lock_timeout = '3s'; -- nobody is held up longer; a migration that failed can be run again

-- A row that is declined stays: nobody is asked to the same table twice.
create table invitations (
    match_id bigint not null references matches on delete cascade,
    invited_id bigint not null references players on delete cascade,
    inviter_id bigint not null references players on delete cascade,
    is_declined boolean not null default false,
    at timestamptz not null default now(),
    primary key (match_id, invited_id),
    constraint invitations_not_oneself check (invited_id <> inviter_id)
);

create index invitations_of_invited on invitations (invited_id);
create index invitations_of_inviter on invitations (inviter_id);

-- Guests have no account to be found by.
create index players_by_name on players (name);
