-- Searches that leave both contract and result open need not ask for every pair of them.
create index deal_facts_latest on deal_facts (convention, ended_at, match_id, number) where stands;
create index deal_facts_latest_of_player on deal_facts
    (player_id, role, convention, ended_at, match_id, number) where player_id is not null;
