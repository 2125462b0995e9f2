"""The call: a pure state machine over what is heard, said, keyed, answered. No clock, no input or output."""
