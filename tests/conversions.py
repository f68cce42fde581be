"""A live run of a conversion whose figures are those of the article that the province is known by."""

from typing import Final

from cuudinh.engines.identity import commands
from cuudinh.engines.identity.models import ConversionTally
from cuudinh.journal import clerk
from cuudinh.kernel.actor import system

CONSOLE: Final = system("tests")
# 229,991 of 944,620: so many of a commune, so many of another, so many of nobody knows where.
ARTICLE: Final = {
    ("a-2025", "converted"): 129_991,
    ("a-2025", "legacy"): 114_629,
    ("b-2025", "converted"): 100_000,
    ("b-2025", "missing"): 500_000,
    ("", "legacy"): 100_000,
}


def run_of_the_article() -> int:
    """Carry out a run over whoever is there, put the figures of the article in place of its own, and give it."""
    dry = commands.start_dry_run(CONSOLE, scenario_id="vneid")
    commands.go_on_in_background(dry)
    clerk.run_until_idle()
    live = commands.start_live_run(CONSOLE, scenario_id="vneid", dry_run_id=dry)
    commands.go_on_in_background(live)
    clerk.run_until_idle()
    tallies = ConversionTally.objects.filter(run=live)
    population = tallies.values_list("population", flat=True)[0]
    tallies.delete()
    ConversionTally.objects.bulk_create(
        ConversionTally(run_id=live, population=population, unit_code=unit, state=state, count=count)
        for (unit, state), count in ARTICLE.items()
    )
    return live
