"""Measuring the understanding: data checks, grouped cross-validation, errands, entities."""
