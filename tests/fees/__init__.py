"""Fees from the price to the receipt, over HTTP, with a bank that is played."""
