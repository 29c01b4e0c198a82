"""腾讯云联络中心 (TCCC) data push: `?action=cdr|record|voicemail&version=1`.

Source: the vendor's push documentation as quoted in docs/dialers/tccc.md. Times are epoch
seconds, 0 where nothing happened. For inbound calls Ring and Accept are the agent's; for
outbound ones they are the customer's, and the agent's stand in ServeParticipants.
"""

from services.dialers.tccc.adapter import Tccc

adapter = Tccc()
