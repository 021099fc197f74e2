"""What firms do, compiled: each kernel fills a stack of states, states x firms x paths."""

from __future__ import annotations

import numpy as np

from benchmarks.economies import job as of
from keiretsu.execution.jit import array_kernel

EXPECTED, CAPACITY, OUTPUT, UTILISATION, EMPLOYMENT, WAGES = range(6)  # of the plan
SPENDING, RECEIVED, UNIT_COST, PRICE, APPEAL = range(5)  # of the costs
SHARE, ORDERS, SOLD, BACKLOG, INVENTORY, SALES, REVENUE = range(7)  # of the market
INTEREST, PROFIT, TAXES, NET, DIVIDENDS, DEPRECIATION, DESIRED, INVESTMENT = range(8)  # of the result
RESERVE, BORROWING, REPAYMENT, LENT = range(4)  # of the finance
LEVERAGE, RATING, QUALITY = range(3)  # of the standing

WAGE, COEFFICIENT, BUFFER, SPEED, CATCH_UP = of.WAGE, of.COEFFICIENT, of.BUFFER, of.SPEED, of.CATCH_UP
TAX, KEPT, REPAID, SPARED = of.TAX, of.RESERVE, of.REPAID, 1 + of.BUFFER
FORGOTTEN, LEARNT, SMOOTHING, FIRMS = of.FORGOTTEN, of.LEARNT, of.SMOOTHING, of.FIRMS


@array_kernel
def planned(plan, market, machines, productivity, adaptation):
    """Make what is expected to be sold, as far as there are machines."""
    made = np.empty((6, FIRMS, adaptation.size))
    for firm in range(FIRMS):
        for path in range(adaptation.size):
            was = plan[EXPECTED, firm, path]
            expected = was + adaptation[path] * (market[SOLD, firm, path] - was)
            capacity = machines[firm, path] / COEFFICIENT
            output = min(max(expected * SPARED - market[INVENTORY, firm, path], 0.0), capacity)
            employment = output / productivity[firm]
            made[EXPECTED, firm, path] = expected
            made[CAPACITY, firm, path] = capacity
            made[OUTPUT, firm, path] = output
            made[UTILISATION, firm, path] = output / capacity
            made[EMPLOYMENT, firm, path] = employment
            made[WAGES, firm, path] = WAGE * employment
    return made


@array_kernel
def bought(plan, costs, standing, buyers, sellers, inputs, markup, paid):
    """Buy what is needed from suppliers; move prices towards costs with a mark-up."""
    made = np.zeros((5, FIRMS, markup.size))
    for edge in range(buyers.size):
        price, output, row = costs[PRICE, sellers[edge]], plan[OUTPUT, buyers[edge]], paid[edge]
        spending, received = made[SPENDING, buyers[edge]], made[RECEIVED, sellers[edge]]
        needed = inputs[edge]
        for path in range(markup.size):
            row[path] = needed * price[path] * output[path]
        for path in range(markup.size):
            spending[path] += row[path]
        for path in range(markup.size):
            received[path] += row[path]
    for firm in range(FIRMS):
        for path in range(markup.size):
            output, price = plan[OUTPUT, firm, path], costs[PRICE, firm, path]
            cost = (plan[WAGES, firm, path] + made[SPENDING, firm, path]) / output
            cost = cost if output > 0 else costs[UNIT_COST, firm, path]
            price += SPEED * ((1 + markup[path]) * cost - price)
            made[UNIT_COST, firm, path] = cost
            made[PRICE, firm, path] = price
            made[APPEAL, firm, path] = standing[QUALITY, firm, path] / price
    return made


@array_kernel
def sold(plan, costs, market, spent):
    """Sell to households, as far as there are goods."""
    made = np.empty((7, FIRMS, spent.size))
    appeal = np.zeros(spent.size)
    for firm in range(FIRMS):
        for path in range(spent.size):
            appeal[path] += costs[APPEAL, firm, path]
    for firm in range(FIRMS):
        for path in range(spent.size):
            share, price = costs[APPEAL, firm, path] / appeal[path], costs[PRICE, firm, path]
            orders = share * spent[path] / price
            there = market[INVENTORY, firm, path] + plan[OUTPUT, firm, path]
            goods = min(orders, there)
            made[SHARE, firm, path] = share
            made[ORDERS, firm, path] = orders
            made[SOLD, firm, path] = goods
            made[BACKLOG, firm, path] = orders - goods
            made[INVENTORY, firm, path] = there - goods
            made[SALES, firm, path] = price * goods
            made[REVENUE, firm, path] = price * goods + costs[RECEIVED, firm, path]
    return made


@array_kernel
def settled(plan, costs, market, debt, machines, rate, payout, wear):
    """Pay interest, taxes and dividends, and buy machines."""
    made = np.empty((8, FIRMS, rate.size))
    for firm in range(FIRMS):
        for path in range(rate.size):
            interest = rate[path] * debt[firm, path]
            profit = market[REVENUE, firm, path] - plan[WAGES, firm, path]
            profit = profit - costs[SPENDING, firm, path] - interest
            tax = TAX * max(profit, 0.0)
            net = profit - tax
            worn = wear[path] * machines[firm, path]
            desired = COEFFICIENT * SPARED * plan[EXPECTED, firm, path]
            made[INTEREST, firm, path] = interest
            made[PROFIT, firm, path] = profit
            made[TAXES, firm, path] = tax
            made[NET, firm, path] = net
            made[DIVIDENDS, firm, path] = payout[path] * max(net, 0.0)
            made[DEPRECIATION, firm, path] = worn
            made[DESIRED, firm, path] = desired
            made[INVESTMENT, firm, path] = max(worn + CATCH_UP * (desired - machines[firm, path]), 0.0)
    return made


@array_kernel
def financed(plan, costs, cash, debt):
    """Borrow what cash is too little by, repay what it is too much by."""
    made = np.empty((4, FIRMS, cash.shape[1]))
    for firm in range(FIRMS):
        for path in range(cash.shape[1]):
            before = cash[firm, path]
            reserve = KEPT * (plan[WAGES, firm, path] + costs[SPENDING, firm, path])
            borrowing = max(reserve - before, 0.0)
            repayment = min(debt[firm, path], REPAID * max(before - 2 * reserve, 0.0))
            made[RESERVE, firm, path] = reserve
            made[BORROWING, firm, path] = borrowing
            made[REPAYMENT, firm, path] = repayment
            made[LENT, firm, path] = borrowing - repayment
    return made


@array_kernel
def learnt(standing, market, machines, cash, debt):
    """Let quality follow the share of the market, and the rating what is owed."""
    made = np.empty((3, FIRMS, cash.shape[1]))
    for firm in range(FIRMS):
        for path in range(cash.shape[1]):
            leverage = debt[firm, path] / (machines[firm, path] + cash[firm, path])
            rating, quality = standing[RATING, firm, path], standing[QUALITY, firm, path]
            made[LEVERAGE, firm, path] = leverage
            made[RATING, firm, path] = rating + SMOOTHING * (leverage - rating)
            made[QUALITY, firm, path] = quality * (1 - FORGOTTEN) + LEARNT * market[SHARE, firm, path]
    return made
