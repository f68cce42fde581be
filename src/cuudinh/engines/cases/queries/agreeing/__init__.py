"""Does what is written beside a case agree with the case? The engine looks at itself and says what does not.

Everything that makes lists and counts fast is written a second time: the history, the clock, the index of what
falls due, the counters, the columns that lists are sorted by. All of it follows from the case, so all of it can be
made again and compared. Nothing here is asked by a page; the simulation asks after every act.
"""

from cuudinh.engines.cases.queries.agreeing.counts import miscounted
from cuudinh.engines.cases.queries.agreeing.lists import unlike_lists
from cuudinh.engines.cases.queries.agreeing.one import Examined, examined, revisions
from cuudinh.engines.cases.queries.agreeing.words import misindexed

__all__ = ["Examined", "examined", "miscounted", "misindexed", "revisions", "unlike_lists"]
