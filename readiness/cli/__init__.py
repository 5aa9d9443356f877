"""The command line: arguments in, one service call, text out."""
