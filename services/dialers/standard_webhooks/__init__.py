"""Standard Webhooks: signed deliveries of Earshot's own events, for home-made dialers.

Source: the Standard Webhooks specification 1.0 (headers `webhook-id`, `webhook-timestamp`,
`webhook-signature`) and CloudEvents 1.0.
"""

from services.dialers.standard_webhooks.adapter import StandardWebhooks

adapter = StandardWebhooks()
