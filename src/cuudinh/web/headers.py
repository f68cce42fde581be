"""The security headers of every answer; pages run only what comes from this site as a file."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_FIXED_BY_KEY = tuple((name.lower(), (name, value)) for name, value in _FIXED.items())
_YEAR_SECONDS = 31_536_000


def add_headers(request: HttpRequest, answer: HttpResponseBase) -> None:
    """Add the headers that an answer does not carry yet; a stored file brings a stricter policy itself."""
    # As `answer.headers.setdefault`, which encodes each anew: they are the same in every answer.
    held = answer.headers._store
    for key, header in _FIXED_BY_KEY:
        held.setdefault(key, header)
    if "Content-Security-Policy" not in answer.headers:
        answer["Content-Security-Policy"] = content_policy(stream_origin(request))
    if settings.CUUDINH_HTTPS:
        answer.headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR_SECONDS}; includeSubDomains")


@lru_cache(maxsize=16)
def content_policy(stream: str) -> str:
    """Give the Content-Security-Policy: no inline script or style, no eval, no foreign host, no framing."""
    rules = {
        "default-src": "'none'",
        "object-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": f"'self' {stream}".strip(),
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def stream_origin(request: HttpRequest) -> str:
    """Give the origin of the live stream: the declared one, else the next port of the host asked for.

    Empty where the host asked for is none of ours: that is refused, and the refusal carries headers too.
    """
    if settings.CUUDINH_STREAM_ADDRESS:
        return "/".join(settings.CUUDINH_STREAM_ADDRESS.split("/")[:3])
    asked = request.__dict__.get("host", "")
    if not asked:
        return ""
    host = asked.rsplit(":", 1)[0] if ":" in asked else asked
    return f"{request.scheme}://{host}:{settings.CUUDINH_PORT + 1}"
