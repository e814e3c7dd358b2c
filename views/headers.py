"""What every answer says to browsers about safety."""

from typing import Final

from flask import Flask, Response, request

FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # invitations stand in addresses
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
# Older browsers do not count websockets of the same site as 'self'.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; media-src 'self'; manifest-src 'self'; connect-src 'self' {sockets};"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
A_YEAR: Final = "max-age=31536000"


def register(app: Flask, *, is_secure: bool) -> None:
    """Add the headers to all answers of the application."""
    scheme = "wss" if is_secure else "ws"

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.update(FIXED)
        policy = POLICY.format(sockets=f"{scheme}://{request.host}")
        response.headers["Content-Security-Policy"] = policy
        if is_secure:
            response.headers["Strict-Transport-Security"] = A_YEAR
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-cache, private")
        return response
