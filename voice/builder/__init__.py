"""The builder of the Danish Vosk model: from nothing but text to a folder that plain Vosk loads.

    texts ── lexicon ──────────────── graph ──────────────┐
      └───── voices ── utterances ── training ── nnet3 ───┴── model folder

Runs in an environment of its own (``.tools/speech``): it holds OpenFst, as Vosk does, and both in one
process hang for ever. Nothing here is imported by the running service.
"""
