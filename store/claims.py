"""Work that one worker of the whole club does at a time, whoever comes first."""

from store.opening import Connection


def claim(connection: Connection, work: str, seconds: float) -> bool:
    """Whether the caller may do this work now; nobody else may for that many seconds.

    By the database's own clock, so that all hosts agree; a worker that dies holds nothing longer.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into claims (work, until) values (%(work)s, clock_ms() + %(ms)s)"
            " on conflict (work) do update set until = excluded.until"
            " where claims.until <= clock_ms() returning true",
            {"work": work, "ms": round(seconds * 1000)},
        )
        return cursor.fetchone() is not None
