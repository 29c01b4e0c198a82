"""天润融通 Clink: the push after hang-up, form fields `cdr_...`.

Source: the vendor's push parameters as third-party receivers quote them in their comments.
Times are epoch seconds. On outbound calls `cdr_answer_time` is when the agent picked up and
`cdr_bridge_time` when the customer did.
"""

from services.dialers.clink.adapter import Clink

adapter = Clink()
