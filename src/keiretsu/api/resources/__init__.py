"""The resources, one module a family."""
