"""The newsroom's one app: a room per concern, imports run downwards only."""
