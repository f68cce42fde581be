"""What can be wrong with a provider: each switched on by its name, and the reason for which it has to be refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Defect:
    """One fault of the fake: what it does, and what whoever signs on by it must be told (`identity.reasons`)."""

    id: str
    what_vi: str
    what_en: str
    reason: str


DEFECTS: tuple[Defect, ...] = (
    Defect("issuer", "Mã định danh do nơi khác phát hành", "The token names another issuer", "issuer"),
    Defect("audience", "Mã định danh cấp cho hệ thống khác", "The token is for another client", "audience"),
    Defect("party", "Bên được ủy quyền (azp) là hệ thống khác", "azp is another client", "party"),
    Defect("two-audiences", "Hai bên nhận, không nói bên được ủy quyền", "Two audiences and no azp", "party"),
    Defect("nonce", "Giá trị nonce khác", "Another nonce", "nonce"),
    Defect("no-nonce", "Không có nonce", "No nonce", "nonce-missing"),
    Defect("alg-none", "Không ký (alg none)", "Not signed (alg none)", "algorithm"),
    Defect(
        "alg-hs256", "Ký HS256 bằng khóa công khai", "Signed with HS256 under the public key", "algorithm"
    ),
    Defect("signature", "Chữ ký sai", "The signature does not hold", "signature"),
    Defect("unknown-kid", "Khóa không có trong danh sách", "A key nobody published", "unknown-kid"),
    Defect("no-kid", "Không nói khóa nào trong hai khóa", "Does not say which of two keys", "no-kid"),
    Defect("no-keys", "Danh sách khóa trống", "No keys are published", "no-keys"),
    Defect("expired", "Mã định danh đã hết hạn", "The token has expired", "expired"),
    Defect("slow-clock", "Đồng hồ chậm một ngày", "Its clock is a day behind", "expired"),
    Defect("fast-clock", "Đồng hồ nhanh một giờ", "Its clock is an hour ahead", "future"),
    Defect("not-yet", "Mã định danh chưa có hiệu lực (nbf)", "The token is not valid yet (nbf)", "future"),
    Defect("week-old", "Mã định danh cấp từ tuần trước", "The token was made a week ago", "old"),
    Defect("no-subject", "Không nói là ai (thiếu sub)", "Does not say who it is (no sub)", "subject-missing"),
    Defect(
        "token-hash", "at_hash không khớp mã truy cập", "at_hash is of another access token", "token-hash"
    ),
    Defect("no-id-token", "Không trả mã định danh", "No id_token is given", "no-id-token"),
    Defect("garbage", "Mã định danh không đọc được", "The id_token cannot be read", "unreadable"),
    Defect("level", "Mức tài khoản lạ", "A level nobody agreed on", "level"),
    Defect("number", "Số định danh sai dạng", "A number of another shape", "incomplete"),
    Defect("no-name", "Không có họ tên", "No name", "incomplete"),
    Defect("user-changed", "Thông tin là của người khác", "userinfo is of somebody else", "user-changed"),
    Defect("replayed", "Mã đăng nhập đã được dùng", "The code was used before", "code"),
    Defect("other-client", "Mã đăng nhập cấp cho hệ thống khác", "The code is of another client", "code"),
    Defect("state", "Trả về sai state", "Another state comes back", "state"),
    Defect(
        "no-response-issuer",
        "Không kèm iss như đã hứa",
        "No iss parameter though promised",
        "response-issuer",
    ),
    Defect(
        "response-issuer", "Kèm iss của nơi khác", "The iss parameter of another provider", "response-issuer"
    ),
    Defect("denied", "Người dùng từ chối (access_denied)", "The person declined (access_denied)", "declined"),
    Defect("error", "Trả về lỗi của máy chủ (server_error)", "server_error comes back", "sent-back"),
    Defect("client-unknown", "Không nhận hệ thống này (invalid_client)", "invalid_client", "sent-back"),
    Defect("discovery", "Tự giới thiệu là nơi khác", "Discovery names another issuer", "discovery"),
    Defect("weak", "Không hỗ trợ PKCE S256", "Does not offer PKCE S256", "discovery"),
    Defect("unsafe", "Địa chỉ nhận mã không dùng HTTPS", "The token endpoint is not HTTPS", "discovery"),
    Defect("broken", "Máy chủ lỗi 500", "Answers 500", "broken"),
    Defect("slow", "Trả lời quá chậm", "Answers too slowly", "slow"),
    Defect("drip", "Nhỏ giọt từng byte", "Drips byte by byte", "slow"),
    Defect("not-json", "Trả lời không phải JSON", "Answers no JSON", "not-json"),
    Defect("enormous", "Trả lời quá lớn", "Answers enormously", "too-large"),
    Defect("redirects", "Chuyển hướng lòng vòng", "Redirects in a loop", "redirected"),
    Defect("out", "Ngừng hoạt động hoàn toàn", "Does not answer at all", "down"),
)
# Not seen by whoever signs on: the provider does not compare the verifier. What then protects is the nonce.
UNSEEN = Defect("any-verifier", "Không kiểm tra PKCE", "Accepts any verifier", "")
BY_ID = {one.id: one for one in (*DEFECTS, UNSEEN)}
