"""The clerk at work: whole rounds, single steps, rounds that are late, and rounds in which it dies."""

from datetime import timedelta
from typing import Final

from cuudinh.journal import clerk, idempotency, outbox
from cuudinh.kernel.actor import system
from cuudinh.project.simulation.world import World

CLERK: Final = system("clerk")
STEPS: Final = ("due", "outbox", "jobs", "sealing")
ROUNDS_MOST: Final = 40


def one_step(world: World) -> None:
    """Let the clerk do one of its steps and leave the others waiting."""
    name = world.chance.choice(STEPS)
    world.attempt(CLERK, f"step {name}", lambda: clerk.run_once(name), is_one=False)


def whole_round(world: World) -> None:
    """Let the clerk work until nothing waits."""
    for _ in range(ROUNDS_MOST):
        outcome = world.attempt(CLERK, "round", lambda: clerk.run_once(*STEPS), is_one=False)
        if outcome.is_done and not outcome.value:
            return


def tidy(world: World) -> None:
    """Drop what is kept for a while only."""

    def drop() -> None:
        outbox.forget(world.now - timedelta(days=30))
        idempotency.forget(world.now - timedelta(days=400))

    world.attempt(CLERK, "tidy", drop, is_one=False)
