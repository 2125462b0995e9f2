"""The telephone exchange: Asterisk's configuration for the line, and a way to try it out on one machine."""
