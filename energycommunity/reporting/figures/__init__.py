"""The figures of a report as plain data for plotly.js; each function gives one."""
