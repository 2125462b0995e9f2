"""Names under which the components leave things on a Rasa message for the components after them."""

SYNTAX = "indgang_syntax"
"""On the citizen's message: what spaCy says of it (``nlu.pipeline.danish.Syntax``)."""
ATOMS = "indgang_atoms"
"""On the citizen's message: the atoms of its text (``nlu.danish.clauses.Atom``)."""
PART = "indgang_part"
"""On a part's message: which run of atoms it is (``nlu.components.errands.Part``)."""
RANKING = "indgang_ranking"
"""On every message: (intent, confidence) pairs, best first."""
ERRANDS = "errands"
"""In the answer of ``/model/parse``: the questions of the message, in order (design §4)."""
WHOLE = "whole"
"""In the answer of ``/model/parse``: what the unsplit text means."""
ACTS = "acts"
"""In the answer of ``/model/parse``: dialogue acts ("ja", "fortryd", "tak") that stood beside the
questions.
"""
