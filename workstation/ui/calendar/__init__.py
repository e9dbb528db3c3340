"""The administrator's calendar: a year at a glance, its rules, what a change would move, and every revision."""
