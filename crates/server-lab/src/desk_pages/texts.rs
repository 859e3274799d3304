//! Made-up comments: what people say under articles, put together by chance from parts.

pub(super) const SECTIONS: [&str; 12] = [
    "Thời sự",
    "Thế giới",
    "Kinh doanh",
    "Giáo dục",
    "Sức khỏe",
    "Thể thao",
    "Giải trí",
    "Pháp luật",
    "Khoa học",
    "Đời sống",
    "Du lịch",
    "Tâm sự",
];
pub(super) const FAMILIES: [&str; 12] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
];
pub(super) const NAMES: [&str; 16] = [
    "An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Hạnh", "Khánh", "Lan", "Linh", "Mai", "Nam",
    "Phúc", "Sơn", "Thảo", "Yến",
];
pub(super) const OPENINGS: [&str; 12] = [
    "Theo tôi,",
    "Bài viết rất hay,",
    "Tôi không đồng ý:",
    "Nói thật là",
    "Cảm ơn tòa soạn,",
    "Đọc xong thấy buồn,",
    "Ở chỗ tôi",
    "Ý kiến cá nhân thì",
    "Bao giờ",
    "Xin hỏi",
    "De nghi",
    "Quá đúng,",
];
pub(super) const SUBJECTS: [&str; 16] = [
    "phường",
    "người dân",
    "học sinh",
    "giá vàng",
    "xe buýt",
    "con đường này",
    "bệnh viện",
    "trọng tài",
    "vỉa hè",
    "học phí",
    "chung cư",
    "nha xe",
    "quán ăn",
    "công nhân",
    "giáo viên",
    "cơ quan chức năng",
];
pub(super) const CLAIMS: [&str; 16] = [
    "cần có lộ trình rõ ràng, làm từng bước",
    "thì năm nào cũng nói mà không thấy làm",
    "bị ngập từ mấy năm nay, gọi không ai nghe",
    "phải công khai số liệu cho dân biết",
    "làm việc rất có tâm",
    "nên đi thử một tuần rồi hãy quyết",
    "khong ai chiu trach nhiem",
    "tăng giá thì lương cũng phải tăng",
    "đã sửa xong, rất cảm ơn",
    "vẫn như cũ, chẳng khác gì",
    "quá tải vào giờ cao điểm",
    "sạch sẽ hơn trước nhiều",
    "thu tiền mà không có hóa đơn",
    "cứ cấm trước rồi tính sau",
    "ai cũng biết mà không ai nói",
    "đáng để nơi khác học theo",
];

/// Numbers that look thrown, the same in each run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    #[allow(clippy::cast_possible_truncation, reason = "it is below a usize")]
    pub(super) fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }

    pub(super) fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.next(of.len())]
    }
}

/// What one comment says.
pub(super) fn text(dice: &mut Dice) -> String {
    let mut text = String::new();
    let sentences = if dice.next(100) == 0 {
        16
    } else {
        1 + dice.next(3)
    };
    for _ in 0..sentences {
        let [opening, subject, claim] = [&OPENINGS[..], &SUBJECTS, &CLAIMS].map(|of| dice.pick(of));
        text.push_str(&format!("{opening} {subject} {claim}. "));
    }
    match dice.next(40) {
        0 => text.push_str(&format!(
            "LH 09{:02}.{:03}.{:03}",
            dice.next(100),
            dice.next(1_000),
            dice.next(1_000)
        )),
        1 => text.push_str(&format!(
            "V a y  t i ề n gọi 09{:08}",
            dice.next(100_000_000)
        )),
        2 => text.push_str(&format!(
            "Xem https://vi-du.example/{:x}",
            dice.next(1 << 30)
        )),
        3 => text.push_str("Đồ ngu!"),
        _ => {}
    }
    text
}
