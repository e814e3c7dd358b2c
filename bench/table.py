"""The table of a run, as text: ours, the peer, the ratio, the mark."""

from collections.abc import Sequence
from typing import Final

from bench.marks import Figures, Line

HEAD: Final = ("what", "ours", "peer", "peer's", "ratio", "mark", "")


def drawn(lines: Sequence[Line], figures: Figures, *, judged: bool) -> str:
    """One line of text for each; marks are judged only where they were meant to be."""
    cells = [HEAD, *(_cells(line, figures, judged=judged) for line in lines)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(HEAD))]
    return "\n".join(_row(row, widths) for row in cells)


def as_markdown(lines: Sequence[Line], figures: Figures) -> str:
    """The same table, judged, for docs/performance.md."""
    cells = [_cells(line, figures, judged=True) for line in lines]
    rows = [HEAD, ("---",) * len(HEAD), *cells]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cells(line: Line, figures: Figures, *, judged: bool) -> tuple[str, ...]:
    mark = "" if line.mark is None else str(line.mark)
    peer, ratio = _text(figures, line.peers), _text(figures, line.ratio)
    verdict = _verdict(line, figures) if judged else ""
    return (line.what, _text(figures, line.ours), line.peer, peer, ratio, mark, verdict)


def _verdict(line: Line, figures: Figures) -> str:
    figure = figures[line.judged]
    if figure is None:
        return "not measured"
    if line.mark is None:
        return ""
    return "held" if line.mark.holds(figure) else "MISSED"


def _text(figures: Figures, key: str | None) -> str:
    if key is None:
        return ""
    figure = figures[key]
    if figure is None:
        return "-"
    return f"{figure:,.0f}" if figure >= 1000 else f"{figure:g}"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.ljust(width) if at in (0, 2, 6) else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()
