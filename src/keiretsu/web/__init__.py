"""The workspace over HTTP: for now its report, fresh at every visit."""
