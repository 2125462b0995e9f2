"""The front that citizens meet: page, chat, sessions, login."""
