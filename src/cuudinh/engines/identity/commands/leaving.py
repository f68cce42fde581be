"""What follows when somebody signs out here: what came of that session ends, and each client is told (back-channel)."""

from typing import Final

from django.db.models import QuerySet

from cuudinh.engines.identity.commands.granting import end_client_sessions
from cuudinh.engines.identity.models import AuthorizationCode, ClientSession, PushedRequest
from cuudinh.engines.identity.provider.tokens import logout_token
from cuudinh.engines.identity.queries.claims import subject
from cuudinh.journal import audit, jobs
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor

TELLING: Final = "identity.tell_sign_out"
_AT_ONCE: Final = 200


def _left() -> QuerySet[ClientSession]:
    """Give sign-ins whose session is gone, by whichever way it went."""
    gone = ClientSession.objects.filter(is_of_session=True, session__isnull=True, ended_at__isnull=True)
    return gone.order_by("id")


def end_left_client_sessions(actor: Actor) -> int:
    """End what came of sessions that are gone and ask for each client to be told; give how many.

    What a client may refresh while the person is away (`offline_access`) goes on until it is withdrawn.
    """
    return _end_left(actor) if _left().exists() else 0


@acting()
def _end_left(actor: Actor) -> int:
    rows = list(_left().select_related("client")[:_AT_ONCE])
    now = clock.now()
    for row in rows:
        if row.client.sign_out_address:
            jobs.later(TELLING, {"client_session": str(row.pk)})
        if "offline_access" in row.scope.split():
            ClientSession.objects.filter(pk=row.pk).update(is_of_session=False)
        else:
            end_client_sessions(ClientSession.objects.filter(pk=row.pk), now)
    if rows:
        audit.record(actor, "client.sign_out", ("client-sessions", "many"), facts={"ended": len(rows)})
    return len(rows)


def notice_of(client_session_id: str) -> tuple[str, str] | None:
    """Give where a client is told that a sign-in is over, and the signed word for it, if it is to be told."""
    row = ClientSession.objects.select_related("client", "account").filter(pk=client_session_id).first()
    if row is None or row.account is None or not row.client.sign_out_address:
        return None
    known = subject(row.client.sector, row.account)
    return row.client.sign_out_address, logout_token(row, row.client.client_id, row.client.algorithm, known)


@acting()
def note_told(actor: Actor, *, client_session_id: str) -> None:
    """Write down that a client took the word that a sign-in is over."""
    audit.record(actor, "client.told_sign_out", ("client-session", client_session_id))


@acting()
def drop_old_client_sessions(limit: int = 1000) -> int:
    """Drop what is over: sign-ins with their codes and tokens, requests that nobody used; give how many."""
    now = clock.now()
    PushedRequest.objects.filter(expires_at__lt=now).delete()
    over = list(
        ClientSession.objects.filter(ends_at__lt=now).order_by("ends_at").values_list("pk", flat=True)[:limit]
    )
    AuthorizationCode.objects.filter(client_session_id__in=over).delete()
    return ClientSession.objects.filter(pk__in=over).delete()[0]
