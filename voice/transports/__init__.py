"""How a call's sound comes in and goes out: AudioSocket, a browser, a WAV file."""
