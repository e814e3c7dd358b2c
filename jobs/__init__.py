"""Periodic work: one module for each job, and the one list of them."""

from collections.abc import Callable
from typing import Final, NamedTuple

from club.club import Club
from jobs import (
    beat,
    close_abandoned,
    compare_versions,
    count_whists,
    end_sanctions,
    evict_tables,
    fill_archive,
    forget_guests,
    forget_leavings,
    grow_old,
    keep_seeks,
    look_at_hall,
    look_for_signed_out,
    measure_time,
    mind_leavers,
    note_facts,
    offer_seats,
    pair_seekers,
    reckon_matches,
    refresh_leaderboards,
    remind_evenings,
    sweep_overdue,
    sweep_seeks,
    tell_attendance,
)


class Job(NamedTuple):
    """What every worker does every so many seconds; a step is bounded, two may run at once."""

    name: str
    every_seconds: float
    step: Callable[[Club], object]


JOBS: Final = (
    Job("measure time", measure_time.EVERY_SECONDS, measure_time.step),
    Job("beat", beat.EVERY_SECONDS, beat.step),
    Job("compare versions", compare_versions.EVERY_SECONDS, compare_versions.step),
    Job("sweep overdue", sweep_overdue.EVERY_SECONDS, sweep_overdue.step),
    Job("look for signed out", look_for_signed_out.EVERY_SECONDS, look_for_signed_out.step),
    Job("tell attendance", tell_attendance.EVERY_SECONDS, tell_attendance.step),
    Job("mind leavers", mind_leavers.EVERY_SECONDS, mind_leavers.step),
    Job("evict tables", evict_tables.EVERY_SECONDS, evict_tables.step),
    Job("forget leavings", forget_leavings.EVERY_SECONDS, forget_leavings.step),
    Job("end sanctions", end_sanctions.EVERY_SECONDS, end_sanctions.step),
    Job("fill archive", fill_archive.EVERY_SECONDS, fill_archive.step),
    Job("reckon matches", reckon_matches.EVERY_SECONDS, reckon_matches.step),
    Job("grow old", grow_old.EVERY_SECONDS, grow_old.step),
    Job("refresh leaderboards", refresh_leaderboards.EVERY_SECONDS, refresh_leaderboards.step),
    Job("count whists", count_whists.EVERY_SECONDS, count_whists.step),
    Job("remind evenings", remind_evenings.EVERY_SECONDS, remind_evenings.step),
    Job("look at hall", look_at_hall.EVERY_SECONDS, look_at_hall.step),
    Job("close abandoned", close_abandoned.EVERY_SECONDS, close_abandoned.step),
    Job("forget guests", forget_guests.EVERY_SECONDS, forget_guests.step),
    Job("keep seeks", keep_seeks.EVERY_SECONDS, keep_seeks.step),
    Job("offer seats", offer_seats.EVERY_SECONDS, offer_seats.step),
    Job("pair seekers", pair_seekers.EVERY_SECONDS, pair_seekers.step),
    Job("sweep seeks", sweep_seeks.EVERY_SECONDS, sweep_seeks.step),
    Job("note facts", note_facts.EVERY_SECONDS, note_facts.step),
)
