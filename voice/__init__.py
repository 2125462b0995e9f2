"""The telephone line: recognition, synthesis and the call."""
