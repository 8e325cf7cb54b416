"""Annuity, present worth, rates of return and payback: pure functions on floats and arrays."""

from energycommunity.finance.annuity import annual_cost, capital_recovery_factor
from energycommunity.finance.internal_rate_of_return import RateOfReturn, internal_rate_of_return
from energycommunity.finance.levelised_cost import levelised_cost
from energycommunity.finance.net_present_value import net_present_value
from energycommunity.finance.payback import Payback, discounted_payback, simple_payback
from energycommunity.finance.present_worth import discount_factor, present_worth_factor

__all__ = [
    "Payback",
    "RateOfReturn",
    "annual_cost",
    "capital_recovery_factor",
    "discount_factor",
    "discounted_payback",
    "internal_rate_of_return",
    "levelised_cost",
    "net_present_value",
    "present_worth_factor",
    "simple_payback",
]
