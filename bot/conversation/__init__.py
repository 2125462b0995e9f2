"""Conversations: what they are, how they are kept, and how one turn is asked of Rasa."""
