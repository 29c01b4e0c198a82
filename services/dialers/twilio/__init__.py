"""Twilio: status callbacks of calls and recordings, and the same as event streams.

Source: Twilio's voice webhook reference and `RequestValidator` of its own libraries. Callbacks
come in any order; `SequenceNumber` counts them per leg. A leg that `<Dial>` calls is a call of
its own at Twilio, and part of its parent's call here.
"""

from services.dialers.twilio.adapter import Twilio

adapter = Twilio()
