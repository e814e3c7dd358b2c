-- Sitting down is agreeing to the rules of the table; a change of the rules asks everybody again.
alter table seats add column ready boolean not null default true;
