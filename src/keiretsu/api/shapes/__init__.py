"""The shapes of answers and requests: what each field is called, holds and means."""
