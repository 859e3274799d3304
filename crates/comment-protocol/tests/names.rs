//! Which names are one to the eye, and which pose as the house.

use comment_protocol::{RESERVED_NAMES, is_reserved, name_key};

#[test]
fn names_that_look_alike_have_one_key() {
    let groups: &[&[&str]] = &[
        &[
            "mai",
            "Mai",
            " MAI ",
            "mai\u{200B}",
            "m\u{2063}ai",
            "mai\u{3164}",
            "m\u{430}i",
            "ｍａｉ",
        ],
        &[
            "Hòa An",
            "Ho\u{300}a  An",
            "hòa\u{A0}an",
            "\u{202A}Hòa An\u{202C}",
            "HÒA AN\u{E0041}",
        ],
        &["Lân"],
        &["Lan"],
        &["mai1"],
        &["maianh"],
        &["mai anh"],
    ];
    for (index, group) in groups.iter().enumerate() {
        for name in *group {
            for (other, others) in groups.iter().enumerate() {
                for second in *others {
                    assert_eq!(
                        name_key(name) == name_key(second),
                        index == other,
                        "{name:?} {second:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_key_is_its_own_key() {
    for name in [
        "Mai Anh",
        "\u{1E9E}İ",
        "İstanbul",
        "Ⅷ ﬁ",
        "e\u{2061}\u{301}",
        "Ἀθήνα",
    ] {
        let key = name_key(name);
        assert_eq!(name_key(&key), key, "{name:?}");
    }
}

#[test]
fn who_poses_as_the_house_is_found() {
    let posing = [
        "Tòa soạn",
        "TOÀ SOẠN",
        "toa soan",
        "ToaSoan",
        "T ò a  s o ạ n",
        "T.ò.a-s.o.ạ.n",
        "Tòa\u{200B}soạn",
        "Tòa soạn báo Ngày Mới",
        "T\u{43e}\u{300}a s\u{43e}\u{323}\u{430}n",
        "Т\u{43e}\u{430} ѕ\u{43e}\u{430}п",
        "Ban biên tập ✔",
        "✅ Ban Biên Tập ✅",
        "BBT",
        "B.B.T.",
        "🅱🅱🆃",
        "🇧🇧🇹",
        "Quản trị viên",
        "Quan tri vien 2",
        "Admin",
        "ADMIN",
        "Admin1",
        "4dm1n",
        "@dmin",
        "AdmIn",
        "Adm\u{131}n",
        "ᴀᴅᴍɪɴ",
        "𝐀𝐝𝐦𝐢𝐧",
        "Ａｄｍｉｎ",
        "Ädmïn",
        "a\u{336}d\u{336}m\u{336}i\u{336}n\u{336}",
    ];
    for name in posing {
        assert!(is_reserved(name, &RESERVED_NAMES), "{name:?}");
    }
    assert!(is_reserved("Báo Ngay Moi", &["Báo Ngày Mới"]));
}

#[test]
fn readers_keep_their_names() {
    let honest = [
        "",
        "Nguyễn Văn Toàn",
        "Trần Thị Soạn",
        "Toàn Soạn",
        "Lê Biên",
        "Bạn đọc 3",
        "Phạm Quản Trị",
        "Modesto",
        "Hà Minh",
        "Adminah",
        "B. B. Trần",
        "李安",
    ];
    for name in honest {
        assert!(!is_reserved(name, &RESERVED_NAMES), "{name:?}");
    }
    assert!(!is_reserved("An", &["", "…"]));
}
