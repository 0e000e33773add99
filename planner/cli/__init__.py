"""The command line: one module a command, and what they share to print and to complain."""
