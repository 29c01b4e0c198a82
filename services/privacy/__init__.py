"""What is personal in words and sound: found, masked, silenced, and sealed at rest."""
