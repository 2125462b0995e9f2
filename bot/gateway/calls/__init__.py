"""Telephone calls and browser speech: the gateway's side. The README of the gateway describes the routes."""
