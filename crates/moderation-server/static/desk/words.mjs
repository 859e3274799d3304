// What the scripts of the desk say, in Vietnamese.

/** @type {Record<string, string | undefined>} */
const FAULTS = {
  text_empty: 'Ô nội dung trống. Xin viết lại, hoặc từ chối bình luận',
  text_too_long: 'Nội dung quá dài',
  text_forbidden_characters: 'Nội dung có ký tự điều khiển không hiển thị được',
  reason_too_long: 'Lý do quá dài',
  comment_not_found: 'Không thấy bình luận này nữa',
  revision_conflict: 'Người khác vừa xử lý bình luận này, hoặc bạn vừa xử lý ở một cửa sổ khác',
  forbidden: 'Tài khoản của bạn không được làm việc này, hoặc người gửi đã rút lại',
  rate_limited: 'Máy chủ nhận quá nhiều yêu cầu, xin thử lại sau một lát',
  unavailable: 'Máy chủ đang bận',
  internal: 'Máy chủ gặp lỗi',
  body_too_large: 'Nội dung quá dài',
  validation_failed: 'Máy chủ không nhận nội dung này',
  unauthorized: 'Tên đăng nhập hoặc mật khẩu chưa đúng',
};

/**
 * Why something was refused.
 * @param {{ code?: string, errors?: { code?: string }[] } | null} problem
 */
export const fault = (problem) => {
  const codes = [problem?.errors?.[0]?.code, problem?.code];
  return codes.map((code) => code && FAULTS[code]).find(Boolean) ?? 'Máy chủ không làm được việc này';
};

/** What became of a comment, by its status. @type {Record<string, string>} */
export const DONE = {
  published: 'Đã đăng',
  rejected: 'Đã từ chối',
  spam: 'Đã đánh dấu spam',
  pending: 'Đã đưa về hàng chờ',
};

/** What somebody did, after his name. @type {Record<string, string | undefined>} */
export const ACTED = {
  publish: 'đăng',
  reject: 'từ chối',
  spam: 'đánh dấu spam',
  return: 'đưa về hàng chờ',
  withdraw: 'rút lại',
  undo: 'hoàn tác việc với',
};

/** What somebody did to a comment that has this status now, after his name. @type {Record<string, string>} */
export const DECIDED = {
  published: 'đăng bình luận này',
  rejected: 'từ chối bình luận này',
  spam: 'đánh dấu spam bình luận này',
  pending: 'đưa bình luận này về hàng chờ',
  withdrawn: 'rút lại bình luận này',
};

/** How a comment stands. @type {Record<string, string>} */
export const STANDS = { published: 'đã đăng', rejected: 'bị từ chối', spam: 'spam', pending: 'đang chờ', withdrawn: 'rút lại' };

/** Why readers do not see a comment. @type {Record<string, string>} */
export const GONE = { rejected: 'đã bị từ chối', spam: 'bị đánh dấu spam', withdrawn: 'đã được rút lại' };

/** What becomes of new comments of an article. @type {Record<string, string>} */
export const GATES = { open: 'đang mở', held: 'giữ lại mọi bình luận', closed: 'đã đóng' };

/** How a writer's other comments were found. @type {Record<string, string>} */
export const KNOWN_BY = { account: 'theo tài khoản', email: 'theo e-mail', address: 'cùng địa chỉ mạng, có thể nhiều người' };

/** The status that an action leads to. @type {Record<string, string>} */
export const STATUS = { publish: 'published', reject: 'rejected', spam: 'spam', return: 'pending' };

/** @type {Record<string, string>} */
export const VERB = { publish: 'Đăng', reject: 'Từ chối', spam: 'Đánh dấu spam', return: 'Đưa về hàng chờ' };

/** A number as Vietnamese has it. @param {number} count */
export const grouped = (count) => String(count).replace(/\B(?=(?:\d{3})+$)/g, '.');

/** `5 phút`, `1 giờ 12 phút`, `2 ngày`: for how long. @param {number} milliseconds */
export const duration = (milliseconds) => {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 1) return 'chưa đến 1 phút';
  if (minutes < 60) return `${minutes} phút`;
  if (minutes >= 2880) return `${Math.floor(minutes / 1440)} ngày`;
  const left = minutes % 60;
  return `${Math.floor(minutes / 60)} giờ${left > 0 ? ` ${left} phút` : ''}`;
};

/** `21:49` or, on another day, `21:49 26-11`. @param {number} at @param {number} [now] */
export const clock = (at, now = Date.now()) => {
  const time = new Date(at);
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const hours = `${two(time.getHours())}:${two(time.getMinutes())}`;
  const sameDay = time.toDateString() === new Date(now).toDateString();
  return sameDay ? hours : `${hours} ${two(time.getDate())}-${two(time.getMonth() + 1)}`;
};
