"""Failures of protection: whom they reached, and who has to be told in three days."""
