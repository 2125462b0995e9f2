"""The espeak-ng library: text to sound, with the time of every phoneme."""
