"""What a server takes from its clients; every number of green that an operator may want to set."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketLimits:
    """For each worker. Bytes, seconds, counts."""

    sockets: int = 10_000
    sockets_per_address: int = 100
    message_bytes: int = 4096
    # Addresses of the site like https://club.example; empty: whatever the client asked for.
    origins: tuple[str, ...] = ()
    proxy_hops: int = 0  # how many entries of X-Forwarded-For are ours
    ping_seconds: tuple[float, float] = (20.0, 25.0)
    # Between two comments in an event stream; looked at each second.
    comment_seconds: tuple[float, float] = (15.0, 19.0)
    silent_seconds: float = 30.0  # a peer not heard of for so long is swept
    close_seconds: float = 2.0  # how long its close frame is waited for
    waiting_bytes: int = 131_072  # a peer with more than that waiting for it is dropped
    stalled_seconds: float = 4.0  # so is one that takes nothing for so long
    drain_seconds: float = 20.0  # or has had something waiting all that time
    # In a second: pings need an answer each and cost no credit, nor do empty parts of a message.
    empty_frames: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLimits:
    """For HTTP requests, before any application sees them. Bytes, seconds, counts."""

    line_bytes: int = 4094
    field_bytes: int = 8190
    fields: int = 100
    body_bytes: int = 65_536
    header_seconds: float = 10.0  # from the first byte, or from connecting, to the empty line
    body_seconds: float = 30.0  # from there to the end of the body
    idle_seconds: float = 75.0  # between two requests of one connection
    stalled_seconds: float = 30.0  # without any progress in writing an answer
    waiting: int = 300  # connections that sent no whole request yet
    waiting_per_address: int = 100
    excess_seconds: float = 2.0  # what those over that may take for their request
