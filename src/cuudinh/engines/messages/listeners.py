"""After an act of identity: who asked something of their own data is told, and so is the desk that answers."""

from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import RequestMoved
from cuudinh.engines.messages.commands import notify
from cuudinh.engines.messages.types import UnknownMessage
from cuudinh.journal import outbox


@outbox.listener(RequestMoved, "messages.tell-request")
def tell_request(event: RequestMoved) -> None:
    """Tell the person of each step, and the privacy officers of a new request; nobody where no pack has the words."""
    facts, about = {"number": event.number}, ("request", event.number)
    is_new = event.state in {"received", "checked"}
    account_id = identity.account_of_request(event.number)
    key = f"request:{event.number}:{event.state}"
    try:
        if is_new:
            notify(
                identity.accounts_with_role("privacy-officer"),
                "privacy_desk",
                facts,
                about,
                key=f"{key}:desk",
            )
        if account_id is not None:
            notify([account_id], "privacy_received" if is_new else "privacy_moved", facts, about, key=key)
    except UnknownMessage:
        return
