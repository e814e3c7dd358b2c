"""The archive: acts and deals of matches long over, moved out of what is written to."""

from store.opening import Connection

# One statement: whoever comes second skips the match or finds it marked, and whatever ends it
# halfway leaves nothing done. Nothing here waits for the journal, nor the journal for this: acts
# of a finished match are written by nobody.
MOVE = """
with claimed as (
    select id from matches
    where status = 'finished' and not archived and not exists (
        select from only events
        where match_id = id and events.version = matches.version and at > %s)
    order by created_at limit 1 for update skip locked
), marked as (
    update matches set archived = true from claimed
    where matches.id = claimed.id and not archived returning matches.id
), moved as (
    delete from only events using marked where match_id = id returning events.*
), kept as (
    insert into past_events select * from moved returning 1
), dealt as (
    delete from only deals using marked where match_id = id returning deals.*
), kept_deals as (
    insert into past_deals select * from dealt
)
select (select count(*) from kept) from marked
"""


def move_finished(connection: Connection, before: int) -> int | None:
    """Move the log of one match that was over at `before` (ms of club time); how many acts it had.

    None when there is no such match. `before` must lie much further back than a statement may
    take: a write that began before the end of its match would not know that it is over.
    """
    with connection.cursor() as cursor:
        cursor.execute(MOVE, (before,))
        row = cursor.fetchone()
    return int(row[0]) if row else None
