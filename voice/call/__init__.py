"""The call: a pure state machine over what is heard, said, keyed and answered. No clock, no input or output."""
