"""The permit types as versioned data: what a form asks, which papers it needs, how long it may take,
why it is refused.

`rules` holds the frozen shapes, `reading` makes them from TOML files and from the jsonb that the database
keeps (`nodes` remembers the lines, `building` asks for the keys), `checking` holds an entry against them.
Nothing here knows the database, a widget or the clock of the machine. The rules of one permit changed three
times in 13 months (SIKM 2020-2021), so a version has a span of time and an application keeps the version
that it was filed under.
"""
