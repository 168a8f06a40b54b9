"""Pure rules and values of the network: no I/O, no clock, no chance."""
