-- Whoever is kept out of the club now is not among the best.
set local lock_timeout = '3s'; -- nobody is held up longer; a migration that failed can be run again

create index sanctions_keep_out on sanctions (player_id)
    where ended_at is null and kind in ('suspend', 'ban');
