"""Who helps with what: enquiry → queue → forvaltning, from day to day, as the files in ``bot/routing`` say.

`routing()` gives the table in force, read again when a file changes. All questions to it are pure: the day,
or the moment, is passed in.

    table = routing()
    route = table.route("hjemmepleje_ansoeg", on=today)
    table.queue(route.queue, today).opens_at(now)
    table.department_named("teknik og miljø").name_on(today)   # Klima-, Miljø- og Teknikforvaltningen
"""

from actions.routing.current import Keeper, read_routing, routing, routing_folder
from actions.routing.departments import Department
from actions.routing.queues import Queue
from actions.routing.rows import RoutingError
from actions.routing.table import Route, Routing, UnknownEnquiry, UnknownQueue

__all__ = [
    "Department",
    "Keeper",
    "Queue",
    "Route",
    "Routing",
    "RoutingError",
    "UnknownEnquiry",
    "UnknownQueue",
    "read_routing",
    "routing",
    "routing_folder",
]
