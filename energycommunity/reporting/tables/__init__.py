"""The tables of a report as data; each function gives one."""
