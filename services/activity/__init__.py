"""What is happening now and how much has happened today."""
