"""What jobs do, each kind in a module of its own, in a process of its own."""
