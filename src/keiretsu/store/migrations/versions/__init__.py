"""One module a revision, numbered upwards from 0001."""
