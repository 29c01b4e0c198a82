"""Amazon Connect: contact records, agent events, contact events and Contact Lens transcripts.

Source of the formats: the administrator guide's pages "Contact records data model", "Agent event
streams data model", "Amazon Connect contact events" and "Contact Lens output files", and
Firehose's "HTTP endpoint delivery request and response specifications". All times are UTC.
Every transfer makes a new contact; what chains them is InitialContactId.
"""

from services.dialers.amazon_connect.adapter import AmazonConnect

adapter = AmazonConnect()
