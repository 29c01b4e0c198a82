"""How long things are kept, and what people may ask about their own data."""
