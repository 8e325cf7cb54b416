"""Annuity, present worth, loans, books, rates of return and payback: pure functions on floats and arrays."""

from energycommunity.finance.annuity import annual_cost, capital_recovery_factor
from energycommunity.finance.debt_service import debt_service_cover_ratio, minimum_cover_ratio
from energycommunity.finance.internal_rate_of_return import RateOfReturn, internal_rate_of_return
from energycommunity.finance.levelised_cost import levelised_cost
from energycommunity.finance.loan import LoanSchedule, Repayment, loan_fees, loan_schedule
from energycommunity.finance.net_present_value import net_present_value
from energycommunity.finance.nominal import nominal, nominal_rate
from energycommunity.finance.payback import Payback, discounted_payback, simple_payback
from energycommunity.finance.present_worth import discount_factor, present_worth_factor
from energycommunity.finance.statements import ProjectYears, Purchase, Statements, book_values, statements

__all__ = [
    "LoanSchedule",
    "Payback",
    "ProjectYears",
    "Purchase",
    "RateOfReturn",
    "Repayment",
    "Statements",
    "annual_cost",
    "book_values",
    "capital_recovery_factor",
    "debt_service_cover_ratio",
    "discount_factor",
    "discounted_payback",
    "internal_rate_of_return",
    "levelised_cost",
    "loan_fees",
    "loan_schedule",
    "minimum_cover_ratio",
    "net_present_value",
    "nominal",
    "nominal_rate",
    "present_worth_factor",
    "simple_payback",
    "statements",
]
