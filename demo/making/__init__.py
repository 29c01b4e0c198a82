"""How the demo's speech model and recordings were made. Nothing else imports this package."""
