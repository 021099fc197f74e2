"""The server: the workbench and the REST interface over one workspace, behind one door."""
