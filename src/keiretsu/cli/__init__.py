"""The command line: one verb a method of the workspace."""
