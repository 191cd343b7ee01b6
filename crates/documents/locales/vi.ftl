# Tệp tải lên và giấy tờ phát ra.

documents-file-too-large = Tệp “{ $name }” nặng { $size }, giới hạn là { $limit }. Chụp lại từng trang hoặc nén tệp rồi tải lên.
documents-file-empty = Tệp “{ $name }” không có nội dung. Kiểm tra lại tệp rồi tải lên.
documents-file-kind = Tệp “{ $name }” không phải PDF, JPG hoặc PNG. Lưu lại thành PDF hoặc chụp ảnh rồi tải lên.
documents-file-cut-off = Tệp “{ $name }” bị thiếu phần cuối. Mở thử trên máy, lưu lại rồi tải lên.
documents-file-not-stored = Chưa lưu được tệp. Tệp trên máy ông/bà vẫn còn, thử tải lại sau ít phút.

documents-slip-due-later = Ngày hẹn được báo khi hồ sơ đủ điều kiện tính thời hạn
documents-slip-fee = Phí, lệ phí
documents-slip-sign = Ký và ghi rõ họ tên
documents-slip-filed-online = Nộp trực tuyến, không phải ký
documents-slip-version = Mẫu số 01, Thông tư 03/2025/TT-VPCP
documents-slip-not-given = Thủ tục giải quyết ngay trong ngày không cấp giấy tiếp nhận, trừ khi ông/bà yêu cầu tại quầy.
documents-slip-code-wrong = Mã tra cứu chưa khớp với hồ sơ này. Mã gồm 4 ký tự, in cạnh mã hồ sơ trên giấy tiếp nhận.
