"""The service desk: where employees take over conversations. The contract is in the README beside."""
