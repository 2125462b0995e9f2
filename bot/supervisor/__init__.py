"""Starts every process of the house, watches over them, and stops them all."""
