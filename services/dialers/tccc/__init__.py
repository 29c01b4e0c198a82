"""腾讯云联络中心 (TCCC) data push: `?action=cdr|record|voicemail&version=1`.

Source: the vendor's documents 数据推送前置说明 (679/67256), 电话 CDR 数据推送 (679/67257),
电话录音数据推送 and 通话结束状态码 (679/123938). Times are epoch seconds, 0 where nothing
happened. For inbound calls Ring and Accept are the agent's; for outbound ones they are the
customer's, and the agents' stand in ServeParticipants.
"""

from services.dialers.tccc.adapter import Tccc

adapter = Tccc()
