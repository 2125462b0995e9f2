"""Danish as citizens write it: numbers, clock times, dates, addresses, identifiers and clauses.

Pure functions over text. Nothing here knows Rasa; nothing reads the clock, a file or the network,
except that addresses are compared with the street register of :mod:`nlu.gazetteer`.
"""
