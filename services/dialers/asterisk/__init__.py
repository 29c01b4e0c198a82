"""Asterisk: queue_log, CDR and CEL as files or rows, and live events of the AMI.

Source of the formats: Asterisk's documentation and source of app_queue, cdr_csv, cel_custom
and the manager interface, as quoted in docs/dialers/asterisk.md. Nothing is signed. A queue
line and a channel's uniqueid are epochs; CDR times are local times of the server.
"""

from services.dialers.asterisk.adapter import Asterisk

adapter = Asterisk()
