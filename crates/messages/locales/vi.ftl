# Tin nhắn gửi người dân. Không chứa tên, số giấy tờ của ai.

messages-submitted = Hồ sơ { $code } ({ $procedure }) đã nộp. Trung tâm trả lời trong 8 giờ làm việc. Theo dõi: { $link }
messages-accepted = Hồ sơ { $code } ({ $procedure }) đã được tiếp nhận. Hẹn trả kết quả { $due }. Theo dõi: { $link }
messages-declined = Hồ sơ { $code } ({ $procedure }) không được tiếp nhận. Xem lý do và việc cần làm tại { $link }
messages-supplement-requested = Hồ sơ { $code } cần bổ sung { $count } nội dung, chậm nhất { $until }. Thời hạn tính lại từ đầu khi nhận đủ. Xem danh sách tại { $link }
messages-supplemented = Đã nhận giấy tờ bổ sung của hồ sơ { $code }. Theo dõi ngày hẹn tại { $link }
messages-paused = Hồ sơ { $code } tạm dừng tính ngày. Xem lý do tại { $link }
messages-resumed = Hồ sơ { $code } được tính ngày trở lại. Hẹn trả kết quả { $due }. Theo dõi: { $link }
messages-payment-required = Hồ sơ { $code } chờ ông/bà nộp { $amount }. Thời hạn dừng đến khi nhận chứng từ. Xem tại { $link }
messages-payment-confirmed = Đã nhận khoản nộp { $amount } của hồ sơ { $code }. Theo dõi: { $link }
messages-ready = Hồ sơ { $code } ({ $procedure }) đã có kết quả. Mang giấy hẹn và giấy tờ tùy thân khi đến nhận. Xem tại { $link }
messages-ready-refused = Hồ sơ { $code } ({ $procedure }) đã có văn bản trả lời. Mang giấy hẹn và giấy tờ tùy thân khi đến nhận. Xem tại { $link }
messages-returned = Đã trả kết quả hồ sơ { $code }. Cảm ơn ông/bà.
messages-withdrawn = Hồ sơ { $code } đã được rút theo yêu cầu của ông/bà.
messages-stopped = Hồ sơ { $code } đã dừng giải quyết. Xem lý do tại { $link }
messages-rescheduled = Hồ sơ { $code }: lịch làm việc thay đổi ({ $reason }), ngày hẹn trả kết quả chuyển từ { $before } sang { $due }. Xem vì sao tại { $link }

messages-title = Tin nhắn
messages-lead = Tin gửi người dân ở mỗi bước của hồ sơ, mới nhất ở trên. Số điện thoại và thư điện tử được che bớt.
messages-code = Mã hồ sơ
messages-state = Trạng thái
messages-state-any = Tất cả trạng thái
messages-state-queued = Chờ gửi
messages-state-sent = Đã gửi
messages-state-failed = Không gửi được
messages-state-no-address = Không có địa chỉ
messages-filter = Lọc
messages-text = Nội dung
messages-recipient = Người nhận
messages-at = Lúc
messages-tries = Số lần gửi
messages-none = Chưa có tin nhắn nào
messages-none-hint = Tin được viết khi hồ sơ được nộp, tiếp nhận, yêu cầu bổ sung hoặc có kết quả. Bỏ bớt điều kiện lọc nếu đang lọc.
messages-shown = Đang xem { $n } tin
messages-error = Lỗi gần nhất: { $error }
messages-older = Tin cũ hơn
