"""Which Danish language model the understanding uses, and the project's own one."""
