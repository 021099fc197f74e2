"""What the workbench and the REST interface share: who asks, what is ready, work in the background."""
