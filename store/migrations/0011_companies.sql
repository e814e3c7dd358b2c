-- Companies: people who play together by rules of their own. `invitation` counts how often the link
-- was changed: an older one leads nowhere.
create table companies (
    id bigint primary key check (id > 0),
    name text not null check (length(name) between 2 and 40),
    rules json not null,
    invitation integer not null default 0,
    created_at timestamptz not null default now()
);

create table company_members (
    company_id bigint not null references companies on delete cascade,
    player_id bigint not null references players,
    role text not null check (role in ('founder', 'member')),
    joined_at timestamptz not null default now(),
    primary key (company_id, player_id)
);

create index companies_of_player on company_members (player_id);
create unique index company_founder on company_members (company_id) where role = 'founder';

-- `zone` is where the hour was named; `reminded_at` when the members were told by mail.
create table evenings (
    id bigint primary key check (id > 0),
    company_id bigint not null references companies on delete cascade,
    at timestamptz not null,
    zone text not null,
    called_by bigint not null references players,
    reminded_at timestamptz
);

create index evenings_of_company on evenings (company_id, at);
create index evenings_to_remind on evenings (at) where reminded_at is null;

-- Matches of tables opened by a company; `counted` once they stand in its account.
create table company_matches (
    match_id bigint primary key references matches on delete cascade,
    company_id bigint not null references companies on delete cascade,
    counted boolean not null default false
);

create index company_matches_of on company_matches (company_id, match_id);
create index company_matches_to_count on company_matches (match_id) where not counted;

-- What `winner` won from `loser` in a match, in twelfths of a whist (§10 divides by 2, 3 or 4 at
-- most); a negative number is the other way round.
create table company_whists (
    match_id bigint not null references company_matches on delete cascade,
    company_id bigint not null references companies on delete cascade,
    winner bigint not null references players,
    loser bigint not null references players,
    twelfths bigint not null,
    primary key (match_id, winner, loser)
);

create index company_whists_of on company_whists (company_id);
