-- Who keeps the peace, what is complained of, what was done about it, and what the person says to it.
alter table accounts add column moderator boolean not null default false;

-- With the lines said there last: the talk itself is forgotten after a while.
create table reports (
    id bigint generated always as identity primary key,
    by_id bigint not null references players,
    about_id bigint not null references players,
    place bigint not null,
    line_id bigint,
    reason text not null check (reason in ('insult', 'flood', 'cheating', 'stalling', 'other')),
    note text not null,
    lines json not null,
    at timestamptz not null default now(),
    closed_at timestamptz,
    constraint reports_not_oneself check (by_id <> about_id)
);

create unique index reports_one_open on reports (by_id, about_id) where closed_at is null;
create index reports_open on reports (at) where closed_at is null;
create index reports_by on reports (by_id, at);

-- A warning has no end and no hold; a ban ends when it is lifted.
create table sanctions (
    id bigint generated always as identity primary key,
    player_id bigint not null references players,
    kind text not null check (kind in ('warn', 'silence', 'suspend', 'ban')),
    reason text not null,
    report_id bigint references reports,
    by_id bigint not null references players,
    at timestamptz not null default now(),
    until timestamptz,
    ended_at timestamptz,
    seen_at timestamptz,
    constraint sanctions_until check ((until is not null) = (kind in ('silence', 'suspend')))
);

create index sanctions_of_player on sanctions (player_id, at);
create index sanctions_to_end on sanctions (until) where ended_at is null and until is not null;

create table appeals (
    sanction_id bigint primary key references sanctions,
    text text not null check (length(text) between 1 and 1000),
    at timestamptz not null default now(),
    answered_at timestamptz,
    granted boolean,
    answer text
);

create index appeals_open on appeals (at) where answered_at is null;

-- Who did what to whom; nobody is the operator, or the time.
create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    by_id bigint references players,
    act text not null,
    about_id bigint references players,
    report_id bigint,
    sanction_id bigint,
    note text not null default ''
);

create index audit_about on audit (about_id, id);

create function only_added_to() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail is only added to';
end
$$;

create trigger audit_only_added_to before update or delete or truncate on audit
    for each statement execute function only_added_to();
