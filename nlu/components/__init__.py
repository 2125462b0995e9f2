"""The project's own Rasa components: entities, clauses, classifier and the collector of errands."""
