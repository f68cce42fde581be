"""What places lends to identity, which stands below and cannot ask: the calendars of working time."""

from cuudinh.engines.identity import ports
from cuudinh.engines.places import queries

ports.use_working_time(queries.calendar)
