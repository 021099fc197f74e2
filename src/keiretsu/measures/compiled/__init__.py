"""Inner loops compiled by Numba, each marked ``keiretsu.execution.jit.kernel``.

Import its modules where they are used: loading Numba takes a while.
"""
