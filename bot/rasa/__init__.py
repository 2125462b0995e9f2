"""What Rasa loads of ours: the channel, the conversation store, the agenda policy, the speed-ups."""
