"""One small economy, stated several times: with agents, with arrays and with books.

Firms make goods from the goods of their suppliers and from work, sell them to households, pay wages,
interest, taxes and dividends, and buy machines, partly on credit. Each has about 35 states.
"""
