"""Members of a run whose facts have changed: decided on again, or known to wait for their owner."""

from collections.abc import Iterable, Sequence

from django.db.models import F

from cuudinh.engines.identity.converting import counting, facts
from cuudinh.engines.identity.converting.preparing import Scenario
from cuudinh.engines.identity.models import ConversionMember, ConversionRun, Credential, Session

_OVER = ("done", "given_up")


def decide_again(run: ConversionRun, account_ids: Iterable[int]) -> None:
    """Decide on members by what is known of them now; aliases stay as they are, and so do those converted."""
    scenario = Scenario(run.body)
    counted = ConversionMember.objects.filter(run=run, account_id__in=list(account_ids))
    for account_id in counted.exclude(state="converted").values_list("account_id", flat=True):
        known = facts.of_account(account_id)
        if known is None:
            continue
        outcome = scenario.decide(known)
        counting.keep(run.pk, counting.become(run.pk, [account_id], outcome.state))
        is_due = outcome.then == "convert" and run.state not in _OVER
        ConversionMember.objects.filter(run=run, account_id=account_id).update(
            rule=outcome.rule, is_due=is_due
        )


def decide_again_everywhere(account_ids: Sequence[int]) -> None:
    """Decide on members again in every run that counts them."""
    runs = ConversionMember.objects.filter(account_id__in=account_ids).values("run_id")
    for run in ConversionRun.objects.filter(pk__in=runs).order_by("pk"):
        decide_again(run, account_ids)


def wait_for_owner(run: ConversionRun, account_ids: Sequence[int]) -> None:
    """Know that accounts are of somebody in the register; only their owner's own sign-in converts them."""
    counting.keep(run.pk, counting.become(run.pk, account_ids, "matched"))


def has_converted(account_id: int) -> None:
    """Put aside what anybody else may hold of an account whose owner has proved it, and count it where it is counted.

    Whoever has the password was never proved, nor was whoever is signed in by it.
    """
    Credential.objects.filter(account_id=account_id, kind="password").update(kind="retired")
    Session.objects.filter(account_id=account_id).delete()
    runs = ConversionMember.objects.filter(account_id=account_id).exclude(state="converted")
    for run_id in list(runs.values_list("run_id", flat=True)):
        ConversionRun.objects.filter(pk=run_id).update(converted=F("converted") + 1)
        counting.keep(run_id, counting.become(run_id, [account_id], "converted"))
        counting.freeze_day(run_id)
