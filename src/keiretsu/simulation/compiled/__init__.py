"""The inner loops of the books, compiled by Numba; the paths are the last axis.

Each path is worked out by itself and in the same order, so that its figures don't depend, to the bit, on
the paths beside it.
"""
