"""Readers beside our own that propose events, asked over the network; off unless the operator names one."""
