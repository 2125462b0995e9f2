"""The journeys: one module a subject, one plain function an enquiry, each a Rasa custom action.

The action server is started with this package; the conductor, which is no journey, comes along.
"""

from actions.dialogue.conduct import ActionConduct

__all__ = ["ActionConduct"]
