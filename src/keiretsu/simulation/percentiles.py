"""The percentiles in which runs are told: the median, and the bounds that hold nine tenths of the paths."""

MEDIAN = 0.5
LEVELS = (0.05, MEDIAN, 0.95)
