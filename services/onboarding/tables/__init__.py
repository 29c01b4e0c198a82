"""The organisation as tables: out to spreadsheets, and back after a look at what changes."""
