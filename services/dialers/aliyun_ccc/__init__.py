"""阿里云 云联络中心 (CCC 2.0) events by webhook, and 语音服务 (VMS) reports as `?kind=vms`.

Source: the vendor's 事件消息格式 (ccs/use-cases/event-notification-formats), the changes from
1.0 to 2.0 (document 414285), VoiceReport and the HTTP batch push of VMS. Event times are
GMT; the times of VMS reports are local and have no zone.
"""

from services.dialers.aliyun_ccc.adapter import AliyunCcc

adapter = AliyunCcc()
