"""Sums of money and stretches of time, valid from the moment that they exist."""

from keiretsu.quantities.counting import counted, measured
from keiretsu.quantities.moments import parse_day, parse_moment
from keiretsu.quantities.money import Money
from keiretsu.quantities.period import Period
from keiretsu.quantities.steps import Every, days_between

__all__ = ["Every", "Money", "Period", "counted", "days_between", "measured", "parse_day", "parse_moment"]
