-- Three look for company, or four, of whom the dealer sits out.
set local lock_timeout = '3s'; -- nobody is held up longer; a migration that failed can be run again

alter table seeks add column players smallint not null default 3 check (players in (3, 4));
