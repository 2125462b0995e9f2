"""The running line: the 20 ms clock, the mouth, voice activity, and one session a call."""
