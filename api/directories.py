"""Where directories (SCIM) speak with us, and in what: known without loading what they say."""

BASE = "/scim/v2"
MEDIA_TYPE = "application/scim+json"
