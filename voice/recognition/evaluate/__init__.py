"""How well recognition works: any engine, any labelled sound."""
