"""The whole house: every process started as `make run` starts it, met as a citizen meets it."""
